// Package bench times another engine on the same roads. It is a module of its
// own, so that the product does not depend on it.
package bench
