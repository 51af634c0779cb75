package valhalla

import (
	"context"
	"errors"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/remote"
)

// trip is a route as Valhalla answers it, as far as it is read.
type trip struct {
	Trip struct {
		Summary struct {
			Length float64 `json:"length"` // km
			Time   float64 `json:"time"`   // s
		} `json:"summary"`
		Legs []struct {
			Shape     string     `json:"shape"` // encoded, six decimals
			Maneuvers []maneuver `json:"maneuvers"`
		} `json:"legs"`
	} `json:"trip"`
}

// maneuver is what a driver is told, and the stretch up to the next.
type maneuver struct {
	Type   int     `json:"type"`
	Length float64 `json:"length"` // km
	Toll   bool    `json:"toll"`   // somewhere on the stretch
}

// onFerry is the type of a maneuver that leads onto a ferry.
const onFerry = 28

// Route returns the quickest way between two places with its line. A stretch
// with a toll counts whole: Valhalla does not tell which part of it costs.
func (e *Engine) Route(ctx context.Context, v geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error) {
	c := costingOf(v)
	question := struct {
		costing
		Locations []place `json:"locations"`
		Units     string  `json:"units"`
	}{c, placesOf([]geo.Point{from, to}), "kilometers"}
	var answer trip
	err := e.post(ctx, "route", question, &answer)
	var own *Error
	switch {
	case noWay(err):
		return geo.Road{}, nil, &geo.NoRoadError{Place: to}
	case errors.As(err, &own) && own.Code == noEdges:
		return geo.Road{}, nil, e.nowhere(ctx, c, from, to)
	case err != nil:
		return geo.Road{}, nil, err
	}
	var line []geo.Point
	r := geo.Road{Length: geo.Metres(answer.Trip.Summary.Length * 1000), Time: geo.Seconds(answer.Trip.Summary.Time)}
	for _, leg := range answer.Trip.Legs {
		part, err := decode(leg.Shape)
		if err != nil {
			return geo.Road{}, nil, fmt.Errorf("%w: valhalla: %w", remote.ErrDown, err)
		}
		line = append(line, part...)
		for _, m := range leg.Maneuvers {
			if m.Toll {
				r.Toll += geo.Metres(m.Length * 1000)
			}
			if m.Type == onFerry {
				r.Ferry += geo.Metres(m.Length * 1000)
			}
		}
	}
	if len(line) < 1 {
		return geo.Road{}, nil, fmt.Errorf("%w: valhalla: a route without a line", remote.ErrDown)
	}
	if r.FromSnap, err = reach("from", from, line[0]); err == nil {
		r.ToSnap, err = reach("to", to, line[len(line)-1])
	}
	return r, line, err
}

// reach returns how far a place lies from where its way begins or ends.
func reach(field string, p, at geo.Point) (geo.Metres, error) {
	d := geo.Crow(p, at)
	if d > road.Reach {
		return d, &geo.NoRoadError{Field: field, Place: p, Nearest: &d}
	}
	return d, nil
}

// nowhere names that of two places which has no road.
func (e *Engine) nowhere(ctx context.Context, c costing, from, to geo.Point) error {
	_, errs, err := e.locate(ctx, c, "from", []geo.Point{from})
	switch {
	case err != nil:
		return err
	case errs[0] != nil:
		return errs[0]
	}
	return &geo.NoRoadError{Field: "to", Place: to}
}
