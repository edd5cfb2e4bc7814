// Files of a directory over HTTP: the console and the phone pages.
#pragma once

#include "http/router.h"

namespace ward::http {

// The file that `target` names below `root`; a path without an extension is the page index.html, that of the first
// folder when it has one of its own. Names that could leave the directory, hidden files and links that lead outside are
// not found. Answers 304 to a fitting If-None-Match. Names with a build's digest in them ("index-B3xq9Zk1.js") are
// cached for a year, others asked for again each time.
Result<Response> serve_file(const FileRoot& root, const Target& target, const Request& request);

}  // namespace ward::http
