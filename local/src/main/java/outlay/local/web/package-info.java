/** The web page's bucket and CloudFront: static files with their security headers. */
@NullMarked
package outlay.local.web;

import org.jspecify.annotations.NullMarked;
