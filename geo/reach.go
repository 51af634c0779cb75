package geo

import "github.com/paulmach/orb"

// By is what a band is measured in.
type By string

const (
	ByTime     By = "time"     // seconds of the quickest way
	ByDistance By = "distance" // road metres of the quickest way, as matches and hauls count them
)

// ReachRequest asks how far a vehicle gets from a place or, when Reverse, from
// how far it gets there.
type ReachRequest struct {
	From      Point
	Vehicle   Vehicle
	By        By
	Upto      []float64 // limit of each band, seconds or metres, ascending
	Reverse   bool
	Tolerance Metres // how exact the outlines are
	Walk      Walk   // beside the roads of a coarse network
	Border    bool   // tell the borders as well
}

// Walk is how the way between a place and a coarse network's road is counted:
// the straight line by a detour at a pace. The zero Walk costs nothing.
type Walk struct {
	Detour float64
	Speed  float64 // m/s
}

// Measure returns what a straight walk of d adds to a way, in metres and in
// seconds.
func (w Walk) Measure(d Metres) (Metres, Seconds) {
	if w.Detour == 0 {
		return 0, 0
	}
	length := Metres(w.Detour) * d
	return length, Seconds(float64(length) / w.Speed)
}

// Band is where the way to a place is at most so long. Each band of an answer
// lies inside the next.
type Band struct {
	Upto    float64          // seconds or metres
	Outline orb.MultiPolygon // outer rings counterclockwise, as RFC 7946 wants them
	Area    float64          // m²
	Border  []Point          // where roads cross the outline, exactly; nil where it was not asked for
}

// Inside is what the store holds inside an outline.
type Inside struct {
	Firms, Sources, Sinks int
	Zones                 []ZoneName // whose gate lies inside, by name
}

// ZoneName names a zone.
type ZoneName struct{ Code, Name string }

// InBand is a posting with the number of the first band that it lies in, from
// 0.
type InBand struct {
	Band int
	Posting
}
