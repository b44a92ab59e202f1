/** Looks at what all the stacks of the test suite did together. */
@NullMarked
package outlay.permissions;

import org.jspecify.annotations.NullMarked;
