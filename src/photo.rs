//! IPTC, XMP and EXIF metadata of picture files.
