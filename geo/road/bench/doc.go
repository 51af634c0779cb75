// Package bench times the road engine beside plain Dijkstra and another engine,
// LdDl/ch, on the same roads in the same run: `make bench-roads`. It is a module
// of its own, so that the product does not depend on that engine.
//
// Roads are the tiled island of ../shared/data/osm, asked by articulated
// lorries on one thread, with turn restrictions and costs ("turns") and without
// ("nodes"). A figure that ends in "x" says how many times as long the other
// engine needs. LdDl/ch knows no turns.
package bench
