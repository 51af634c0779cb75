module simbiyoz/geo/road/bench

go 1.26.3

require (
	github.com/LdDl/ch v1.10.0
	simbiyoz v0.0.0
)

require (
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/paulmach/orb v0.14.0 // indirect
	github.com/paulmach/osm v0.8.0 // indirect
	github.com/pkg/errors v0.9.1 // indirect
	go.mongodb.org/mongo-driver/v2 v2.5.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)

replace simbiyoz => ../../..
