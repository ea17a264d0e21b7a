/// STAND-IN for the lead's package.
@org.jspecify.annotations.NullMarked
package dev.ombud.contract;
