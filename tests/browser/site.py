"""Looks at pages of the documentation's site as look.py does, with the same arguments."""

from look import Look, main


class Site(Look):
    widths = (360, 1600)

    def look(self, page, axe, shots):
        # The switch of the list of pages is mdbook's.
        return (what for what in super().look(page, axe, shots) if "#mdbook-sidebar-toggle" not in what)

    # Keys and buttons are mdbook's, too.
    def tabs(self):
        pass

    def copies(self):
        pass


main(Site)
