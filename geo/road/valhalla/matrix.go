package valhalla

import (
	"context"
	"errors"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/road/remote"
)

// cell is a pair of a matrix: km and s, null where there is no way.
type cell struct {
	Distance *float64 `json:"distance"`
	Time     *float64 `json:"time"`
}

// OneToMany returns the ways from one place to each of to, or to it when
// reverse. A matrix tells no tolls and no ferries. Pairs that lie too far apart
// for it are asked for as routes, one by one.
func (e *Engine) OneToMany(ctx context.Context, v geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	c := costingOf(v)
	oneField, _ := remote.Fields(reverse)
	snaps, errs, err := e.locate(ctx, c, oneField, []geo.Point{from})
	if err != nil {
		return nil, nil, err
	}
	if errs[0] != nil {
		return none(len(to), errs[0])
	}
	one := end{from, snaps[0]}
	answers, err := remote.Split(ctx, to, most, func(ctx context.Context, part []geo.Point) ([]remote.Answer, error) {
		return e.part(ctx, c, one, part, reverse)
	})
	if err != nil {
		return nil, nil, err
	}
	for i := range answers {
		if errors.Is(answers[i].Err, remote.ErrTooMuch) {
			a, b := from, to[i]
			if reverse {
				a, b = b, a
			}
			answers[i].Road, _, answers[i].Err = e.Route(ctx, v, a, b)
			if errors.Is(answers[i].Err, remote.ErrDown) {
				return nil, nil, answers[i].Err
			}
		}
	}
	roads, errs := remote.Unzip(answers)
	return roads, errs, nil
}

// end is a place with the straight line to its road.
type end struct {
	at   geo.Point
	snap geo.Metres
}

// none answers n places with one error.
func none(n int, err error) ([]geo.Road, []error, error) {
	errs := make([]error, n)
	for i := range errs {
		errs[i] = err
	}
	return make([]geo.Road, n), errs, nil
}

// part asks for one matrix, of those places that have a road: one without
// spoils the whole for Valhalla.
func (e *Engine) part(ctx context.Context, c costing, one end, many []geo.Point, reverse bool) ([]remote.Answer, error) {
	_, field := remote.Fields(reverse)
	snaps, errs, err := e.locate(ctx, c, field, many)
	if err != nil {
		return nil, err
	}
	var there []geo.Point
	var of []int
	out := make([]remote.Answer, len(many))
	for i, p := range many {
		if out[i].Err = errs[i]; errs[i] == nil {
			there, of = append(there, p), append(of, i)
		}
	}
	if len(there) == 0 {
		return out, nil
	}
	cells, err := e.matrix(ctx, c, one.at, there, reverse)
	if err != nil {
		return nil, err
	}
	for k, i := range of {
		if cells[k].Distance == nil || cells[k].Time == nil {
			out[i].Err = &geo.NoRoadError{Place: many[i]}
			continue
		}
		r := geo.Road{Length: geo.Metres(*cells[k].Distance * 1000), Time: geo.Seconds(*cells[k].Time), FromSnap: one.snap, ToSnap: snaps[i]}
		if reverse {
			r.FromSnap, r.ToSnap = r.ToSnap, r.FromSnap
		}
		out[i].Road = r
	}
	return out, nil
}

// matrix asks for one row or, reverse, one column.
func (e *Engine) matrix(ctx context.Context, c costing, one geo.Point, many []geo.Point, reverse bool) ([]cell, error) {
	question := struct {
		costing
		Sources []place `json:"sources"`
		Targets []place `json:"targets"`
		Units   string  `json:"units"`
	}{c, placesOf([]geo.Point{one}), placesOf(many), "kilometers"}
	if reverse {
		question.Sources, question.Targets = question.Targets, question.Sources
	}
	var answer struct {
		Rows [][]cell `json:"sources_to_targets"`
	}
	err := e.post(ctx, "sources_to_targets", question, &answer)
	switch {
	case noWay(err):
		return make([]cell, len(many)), nil
	case err != nil:
		return nil, err
	}
	var out []cell
	for _, row := range answer.Rows {
		out = append(out, row...)
	}
	if len(out) != len(many) {
		return nil, fmt.Errorf("%w: valhalla: a matrix of another size than was asked for", remote.ErrDown)
	}
	return out, nil
}
