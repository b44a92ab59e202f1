/** What makes a JVM a child that ends with its parent. Start at {@code Child}. */
@NullMarked
package outlay.local.child;

import org.jspecify.annotations.NullMarked;
