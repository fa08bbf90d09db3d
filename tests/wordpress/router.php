<?php
// What is no file is an address of WordPress's. What is asked for is noted.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
file_put_contents(__DIR__ . '/asked', "{$_SERVER['REQUEST_URI']}\n", FILE_APPEND);
if ($path !== '/' && is_file(__DIR__ . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
unset($_SERVER['PATH_INFO']);
require __DIR__ . '/index.php';
