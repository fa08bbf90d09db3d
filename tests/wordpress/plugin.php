<?php
// What sites have in mu-plugins: no mail, no redirects to the public address, a taxonomy and a type of their own, and,
// where the desk says so, an interface that wants a login.
if (!function_exists('wp_mail')) {
    function wp_mail() { return true; }
}
remove_filter('template_redirect', 'redirect_canonical');
add_action('init', function () {
    register_taxonomy('series', 'post', ['label' => 'Series', 'public' => true, 'show_in_rest' => true]);
    register_post_type('recipe', ['label' => 'Recipes', 'public' => true, 'show_in_rest' => true, 'rest_base' => 'recipes', 'supports' => ['title', 'editor', 'excerpt', 'thumbnail', 'author']]);
});
add_filter('rest_authentication_errors', function ($so_far) {
    if (is_wp_error($so_far) || is_user_logged_in() || !get_option('desk_is_closed')) {
        return $so_far;
    }
    return new WP_Error('rest_not_logged_in', 'Log in.', ['status' => 401]);
}, 200);
