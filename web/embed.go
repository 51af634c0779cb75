// Package web holds the built web app.
package web

import "embed"

// Dist is the app as Vite builds it. In a checkout where it was not built it
// holds no page.
//
//go:embed all:dist
var Dist embed.FS

// Coast is the coast that the map shows, as GeoJSON.
//
//go:embed src/map/data/coast.json
var Coast []byte
