<?php
// Prints what sabre/vobject reads of a file of vCards: php sabre.php FILE (Debian: php-cli, php-sabre-vobject).
require 'Sabre/VObject/autoload.php';
error_reporting(0);
$shown = [];
foreach (array_slice(explode("\r\nEND:VCARD\r\n", file_get_contents($argv[1])), 0, -1) as $text) {
    try {
        $found = [];
        foreach (Sabre\VObject\Reader::read($text . "\r\nEND:VCARD\r\n")->children as $property) {
            $parts = method_exists($property, 'getParts') ? $property->getParts() : [$property->value];
            foreach ($parts as $part) {
                $found[$property->name][] = $part;
            }
        }
        $shown[] = $found;
    } catch (Exception $error) {
        $shown[] = get_class($error) . ': ' . $error->getMessage();
    }
}
echo json_encode($shown, JSON_INVALID_UTF8_SUBSTITUTE);
