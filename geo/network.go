package geo

import "time"

// Network is the road network that answers.
type Network struct {
	Version     string
	Name        string
	Coarse      bool
	Estimate    bool   // its engine is down: ways are straight lines by a measured detour
	Engine      string // "own", "osrm", "valhalla"
	Attribution string
	Built       string // RFC 3339
	Hierarchies Progress
	Update      *NetworkUpdate // nil: none was offered yet
}

// Progress is how much of something is done.
type Progress struct{ Ready, Total int }

// NetworkUpdate is what became of the last network that was to take the place
// of the one that answers.
type NetworkUpdate struct {
	Version string // empty when its file could not be read
	At      time.Time
	Taken   bool
	Reasons []string // why it was not taken, or what is odd about it all the same
}
