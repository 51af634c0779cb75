package osrm

import (
	"context"
	"fmt"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/road/remote"
)

// routes is an answer of OSRM's, as far as it is read.
type routes struct {
	head
	Waypoints []waypoint `json:"waypoints"`
	Routes    []route    `json:"routes"`
}

type route struct {
	Distance geo.Metres  `json:"distance"`
	Duration geo.Seconds `json:"duration"`
	Geometry struct {
		Coordinates []geo.Point `json:"coordinates"`
	} `json:"geometry"`
	Legs []struct {
		Steps []step `json:"steps"`
	} `json:"legs"`
}

// step is a stretch of one road.
type step struct {
	Distance      geo.Metres     `json:"distance"`
	Mode          string         `json:"mode"`
	Intersections []intersection `json:"intersections"`
}

// intersection begins a piece of a step, of these classes.
type intersection struct {
	Location geo.Point `json:"location"`
	Classes  []string  `json:"classes"`
}

// Route returns the quickest way between two places with its line.
func (e *Engine) Route(ctx context.Context, _ geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error) {
	var answer routes
	err := e.get(ctx, "route", []geo.Point{from, to}, "overview=full&geometries=geojson&steps=true", &answer)
	switch {
	case is(err, "NoRoute"):
		return geo.Road{}, nil, &geo.NoRoadError{Place: to}
	case is(err, "NoSegment"):
		return geo.Road{}, nil, e.nowhere(ctx, from, to)
	case err != nil:
		return geo.Road{}, nil, err
	case len(answer.Routes) == 0 || len(answer.Waypoints) != 2:
		return geo.Road{}, nil, fmt.Errorf("%w: osrm: an answer without a route", remote.ErrDown)
	}
	for i, p := range []geo.Point{from, to} {
		if err := far([]string{"from", "to"}[i], p, answer.Waypoints[i]); err != nil {
			return geo.Road{}, nil, err
		}
	}
	best := answer.Routes[0]
	r := geo.Road{Length: best.Distance, Time: best.Duration, FromSnap: answer.Waypoints[0].Distance, ToSnap: answer.Waypoints[1].Distance}
	for _, leg := range best.Legs {
		for i, s := range leg.Steps {
			if s.Mode == "ferry" {
				r.Ferry += s.Distance
			}
			end := s.end(leg.Steps[i+1:])
			r.Toll += geo.Metres(s.tolled(end)) * s.Distance
		}
	}
	return r, best.Geometry.Coordinates, nil
}

// nowhere names that of two places which has no road.
func (e *Engine) nowhere(ctx context.Context, from, to geo.Point) error {
	var answer head
	err := e.get(ctx, "nearest", []geo.Point{from}, "number=1", &answer)
	switch {
	case is(err, "NoSegment"):
		return &geo.NoRoadError{Field: "from", Place: from}
	case err != nil:
		return err
	}
	return &geo.NoRoadError{Field: "to", Place: to}
}

// end returns where a step ends: where the next begins.
func (s step) end(next []step) geo.Point {
	if len(next) > 0 && len(next[0].Intersections) > 0 {
		return next[0].Intersections[0].Location
	}
	if n := len(s.Intersections); n > 0 {
		return s.Intersections[n-1].Location
	}
	return geo.Point{}
}

// tolled returns the share of a step that is on toll roads. Pieces are measured
// straight, for OSRM tells the length of a step alone.
func (s step) tolled(end geo.Point) geo.Share {
	var whole, toll geo.Metres
	for i, at := range s.Intersections {
		next := end
		if i+1 < len(s.Intersections) {
			next = s.Intersections[i+1].Location
		}
		piece := geo.Crow(at.Location, next)
		whole += piece
		if slices.Contains(at.Classes, "toll") {
			toll += piece
		}
	}
	if whole == 0 {
		return 0
	}
	return geo.Share(toll / whole)
}
