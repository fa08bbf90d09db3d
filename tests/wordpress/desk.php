<?php
// What people do at the desk: `php desk.php install|fill|edit|close|export`.
error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');
$_SERVER['HTTP_HOST'] = 'courier.example';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
$what = $argv[1];
if ($what === 'install') {
    define('WP_INSTALLING', true);
}
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

function done($result) {
    if (is_wp_error($result)) {
        throw new Exception($result->get_error_message());
    }
    return $result;
}

function post(string $title, string $date, string $content, array $more = []): int {
    return done(wp_insert_post(wp_slash($more + [
        'post_title' => $title, 'post_content' => $content, 'post_status' => 'publish', 'post_author' => 1, 'post_date' => $date,
    ]), true));
}

// A file of the library, as the desk uploads it.
function upload(string $name, string $title, string $alt, string $caption, int $parent): int {
    $bytes = file_get_contents(__DIR__ . '/picture.jpg');
    $stored = wp_upload_bits($name, null, $bytes, '2024/05');
    if ($stored['error']) {
        throw new Exception($stored['error']);
    }
    $id = done(wp_insert_attachment(wp_slash([
        'post_mime_type' => 'image/jpeg', 'post_title' => $title, 'post_excerpt' => $caption, 'post_content' => "$title, described.",
        'post_status' => 'inherit', 'post_date' => '2024-05-01 08:00:00', 'guid' => $stored['url'],
    ]), $stored['file'], $parent, true));
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $stored['file']));
    update_post_meta($id, '_wp_attachment_image_alt', wp_slash($alt));
    return $id;
}

function term(string $name, string $taxonomy, array $more = []): int {
    return done(wp_insert_term($name, $taxonomy, $more))['term_id'];
}

switch ($what) {
case 'install':
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('The Harbour & Courier', 'desk', 'secret-desk@courier.example', true, '', 'not for feeds');
    update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
    update_option('timezone_string', 'Europe/Berlin');
    update_option('posts_per_rss', 500);
    foreach (get_posts(['numberposts' => -1, 'post_status' => 'any', 'post_type' => 'any']) as $own) {
        wp_delete_post($own->ID, true);
    }
    break;

case 'fill':
    flush_rewrite_rules();
    wp_set_current_user(1);
    wp_update_user(['ID' => 1, 'display_name' => 'Ann O’Lee & Sons', 'nickname' => 'secret nickname']);
    $ben = done(wp_insert_user(['user_login' => 'ben', 'user_pass' => 'not for feeds', 'user_email' => 'secret-ben@courier.example', 'display_name' => 'Ben Roe', 'role' => 'author']));
    $world = term('World & Sea', 'category');
    $ports = term('Ports', 'category', ['parent' => $world]);
    $series = term('Harbours of the North', 'series');
    // More of them than the interface embeds.
    $tags = array_map(fn ($n) => "Tag $n", range(1, 14));

    $ferry = post('The ferry “Tern” & its <em>crew</em>', '2024-05-02 10:00:00', "It *sails* again.\nAt eight.\n\n<strong>All</strong> aboard -- says \"Bo\".\n\n<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n\nThat's [the mayor] all...", [
        'post_category' => [$world, $ports], 'tags_input' => $tags, 'post_excerpt' => 'In short: it sails.',
    ]);
    wp_set_object_terms($ferry, [$series], 'series');
    set_post_thumbnail($ferry, upload('ferry.jpg', 'IMG_4711', 'The ferry at the quay', 'At the quay, early & <b>cold</b>.', $ferry));

    $quay = upload('quay.jpg', 'IMG_4712', 'The quay', 'Photo: Cy Eff/dpa', 0);
    $picture = wp_get_attachment_image($quay, 'full', false, ['class' => "wp-image-$quay"]);
    post('In blocks', '2024-05-03 23:30:00', "<!-- wp:paragraph -->\n<p>In blocks, it's shown.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:image {\"id\":$quay,\"sizeSlug\":\"full\"} -->\n<figure class=\"wp-block-image size-full\"><img src=\"" . wp_get_attachment_url($quay) . "\" alt=\"The quay\" class=\"wp-image-$quay\"/><figcaption class=\"wp-element-caption\">A quay.</figcaption></figure>\n<!-- /wp:image -->\n\n<!-- wp:heading -->\n<h2>A heading</h2>\n<!-- /wp:heading -->\n\n<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>One</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->\n\n<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>Said.</p><cite>Bo Dee</cite></blockquote>\n<!-- /wp:quote -->\n\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->\n\n<!-- wp:paragraph -->\n<p>After the fold.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></figure>\n<!-- /wp:table -->\n\n<!-- wp:separator -->\n<hr class=\"wp-block-separator\"/>\n<!-- /wp:separator -->", [
        'post_author' => $ben, 'post_category' => [$ports],
    ]);

    $gallery = post('A gallery of one’s own', '2024-05-04 09:00:00', 'Placeholder.', ['post_author' => $ben, 'tags_input' => ['Gallery']]);
    $of = [];
    foreach (range(1, 4) as $n) {
        $of[$n] = upload("g$n.jpg", "G $n", "Alt $n", "Caption $n.", $gallery);
    }
    done(wp_update_post(['ID' => $of[3], 'menu_order' => -1, 'post_title' => 'A 3'], true));
    $galleries = [
        '[gallery]', "[gallery ids=\"{$of[4]},{$of[2]},{$of[4]}\"]", "[gallery exclude=\"{$of[1]}\" link=\"file\"]", '[gallery order="DESC" orderby="ID" columns="2"]',
        "[gallery include=\"{$of[4]},{$of[3]} {$of[1]}\"]", "[gallery ids='{$of[1]},{$of[2]}' order='DESC']", "[gallery ids=\"{$of[1]},{$of[3]}\" orderby=\"title\"]",
        '[gallery order="desc"]', "[gallery orderby=\"post_date ID\" order=\"DESC\" exclude=\"{$of[2]},{$of[3]}\"/]", "[gallery id=\"$gallery\" size=\"full\"]",
    ];
    done(wp_update_post(wp_slash(['ID' => $gallery, 'post_content' => implode("\n\nThen:\n\n", $galleries)]), true));
    $inner = implode("\n\n", array_map(fn ($id) => "<!-- wp:image {\"id\":$id,\"linkDestination\":\"none\"} -->\n<figure class=\"wp-block-image size-large\"><img src=\"" . wp_get_attachment_url($id) . "\" alt=\"\" class=\"wp-image-$id\"/></figure>\n<!-- /wp:image -->", [$of[1], $of[3]]));
    post('A gallery in blocks', '2024-05-05 09:00:00', "<!-- wp:gallery {\"linkTo\":\"none\"} -->\n<figure class=\"wp-block-gallery has-nested-images columns-default is-cropped\">$inner</figure>\n<!-- /wp:gallery -->\n\n<!-- wp:paragraph -->\n<p>Below.</p>\n<!-- /wp:paragraph -->");
    post('With a caption', '2024-05-06 09:00:00', "Before.\n\n[caption id=\"attachment_$quay\" align=\"alignnone\" width=\"300\"]<a href=\"https://courier.example/quay/\">$picture</a> Below the <em>quay</em>[/caption]\n\nAfter [[gallery]] it.");

    post('', '2024-05-07 09:00:00', 'A post without a title says this.', ['post_name' => 'untitled']);
    stick_post(post('Sticky', '2024-05-08 09:00:00', 'It sticks.'));
    post('A note', '2024-05-09 09:00:00', 'Short.', ['post_category' => [$world], 'tags_input' => ['Ümläut', 'C++ & C#']]);

    // What no reader may see.
    foreach (['draft', 'pending', 'private', 'trash', 'auto-draft'] as $status) {
        post("Held, $status", '2024-05-10 09:00:00', "secret of $status", ['post_status' => $status]);
    }
    post('Held, protected', '2024-05-10 10:00:00', 'secret of protected', ['post_password' => 'not for feeds']);
    post('Held, scheduled', '2090-05-10 10:00:00', 'secret of scheduled', ['post_status' => 'future']);
    $about = post('About us', '2024-05-11 09:00:00', 'A page.', ['post_type' => 'page']);
    post('Held, private page', '2024-05-11 10:00:00', 'secret page', ['post_type' => 'page', 'post_status' => 'private', 'post_parent' => $about]);
    post('A soup', '2024-05-12 09:00:00', 'Boil it.', ['post_type' => 'recipe']);
    wp_insert_comment(['comment_post_ID' => $ferry, 'comment_author' => 'secret reader', 'comment_author_email' => 'secret-reader@courier.example', 'comment_content' => 'secret comment', 'comment_approved' => 1]);
    done(wp_update_nav_menu_object(0, ['menu-name' => 'secret menu']));

    // More than the interface gives at once.
    wp_defer_term_counting(true);
    foreach (range(1, 130) as $n) {
        post("Number $n", sprintf('2023-%02d-%02d 12:%02d:00', 1 + $n % 12, 1 + $n % 28, $n % 60), "It is $n.", ['post_author' => $n % 2 ? 1 : $ben, 'post_category' => [$n % 3 ? $world : $ports]]);
    }
    wp_defer_term_counting(false);
    echo WP_Application_Passwords::create_new_application_password(1, ['name' => 'feeds'])[0];
    break;

case 'edit':
    $find = fn (string $title) => get_page_by_title($title, OBJECT, 'post')->ID;
    done(wp_update_post(wp_slash(['ID' => $find('Number 7'), 'post_title' => 'Number seven, mended', 'post_content' => 'It is seven.']), true));
    wp_trash_post($find('Number 8'));
    wp_delete_post($find('Number 9'), true);
    // One comes with an old date, and one goes back to be written.
    post('Found again', '2023-06-01 08:00:00', 'Old.');
    done(wp_update_post(['ID' => $find('Number 10'), 'post_status' => 'draft'], true));
    break;

case 'close':
    update_option('desk_is_closed', 1);
    // The interface does not tell the places of pictures.
    foreach (get_posts(['numberposts' => -1, 'post_type' => 'attachment']) as $file) {
        done(wp_update_post(['ID' => $file->ID, 'menu_order' => 0], true));
    }
    break;

case 'export':
    require_once ABSPATH . 'wp-admin/includes/export.php';
    export_wp(['content' => 'all']);
    break;

default:
    throw new Exception("nobody does this: $what");
}
