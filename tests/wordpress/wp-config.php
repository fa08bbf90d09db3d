<?php
// A site of the tests: its database is told by the environment, and nothing of it reaches the network.
define('DB_NAME', 'news');
define('DB_USER', 'desk');
define('DB_PASSWORD', getenv('WORDPRESS_PASSWORD'));
define('DB_HOST', getenv('WORDPRESS_DATABASE'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) {
    define($name, "of the tests: $name");
}
$table_prefix = 'wp_';
define('WP_SITEURL', 'https://courier.example');
define('WP_HOME', 'https://courier.example');
// Application passwords are for sites with TLS, or for machines of developers.
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_CONTENT_DIR', __DIR__ . '/wp-content');
require_once ABSPATH . 'wp-settings.php';
