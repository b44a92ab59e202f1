/** What many days come to in few bytes, so that jobs compare users without holding their days. */
@NullMarked
package outlay.jobs.digest;

import org.jspecify.annotations.NullMarked;
