// Package valhalla answers for roads by a Valhalla server, which is told the
// vehicle's measures with every question.
package valhalla

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/remote"
)

// most is how many places one question asks for; a server's default limit is
// 2,500 pairs, and answers of hundreds are slow.
const most = 100

// Engine asks one server. It is a [remote.Engine].
type Engine struct{ client *remote.Client }

// New returns the engine at base.
func New(base *url.URL, o remote.Options) *Engine {
	return &Engine{remote.NewClient(base, o)}
}

// Name returns "valhalla".
func (e *Engine) Name() string { return "valhalla" }

// place is a position as Valhalla reads it.
type place struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

func placeOf(p geo.Point) place { return place{p[1], p[0]} }

func placesOf(ps []geo.Point) []place {
	out := make([]place, len(ps))
	for i, p := range ps {
		out[i] = placeOf(p)
	}
	return out
}

// costing is which vehicle a question is for.
type costing struct {
	Costing string             `json:"costing"`
	Options map[string]measure `json:"costing_options,omitempty"`
}

// measure is a vehicle: metres and tonnes, as Valhalla has them.
type measure struct {
	Height float64 `json:"height"`
	Width  float64 `json:"width"`
	Length float64 `json:"length,omitempty"`
	Weight float64 `json:"weight,omitempty"`
	Axle   float64 `json:"axle_load,omitempty"`
	Hazmat bool    `json:"hazmat,omitempty"`
}

// vanGross is the gross weight up to which a vehicle is no lorry.
const vanGross geo.Tonnes = 3.5

// costingOf drives vans as cars of their height and width, for lorries' bans do
// not hold for them, and all others as lorries.
func costingOf(v geo.Vehicle) costing {
	if v.Gross <= vanGross {
		return costing{"auto", map[string]measure{"auto": {Height: float64(v.Height), Width: float64(v.Width)}}}
	}
	return costing{"truck", map[string]measure{"truck": {float64(v.Height), float64(v.Width), float64(v.Length),
		float64(v.Gross), float64(v.Axle), v.Hazmat}}}
}

// Error is what Valhalla says that it cannot do.
type Error struct {
	Code    int    `json:"error_code"`
	Message string `json:"error"`
}

func (e *Error) Error() string { return fmt.Sprintf("valhalla: %d: %s", e.Code, e.Message) }

// Valhalla's codes that are read.
const (
	tooManyPlaces = 150
	tooManyPairs  = 153
	tooFar        = 154
	notConnected  = 170
	noEdges       = 171
	noPath        = 442
	noPathTimed   = 443
)

// post asks a service. What Valhalla refuses with a code comes as an *Error.
func (e *Engine) post(ctx context.Context, service string, question, answer any) error {
	err := e.client.Post(ctx, "/"+service, question, answer)
	var refused *remote.RefusalError
	if !errors.As(err, &refused) {
		return err
	}
	var own Error
	if json.Unmarshal(refused.Body, &own) != nil || own.Code == 0 {
		return fmt.Errorf("%w: %w", remote.ErrDown, refused)
	}
	switch own.Code {
	case tooManyPlaces, tooManyPairs, tooFar:
		return fmt.Errorf("%w: %w", remote.ErrTooMuch, &own)
	}
	return &own
}

// noWay reports whether err says that there is no way.
func noWay(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Code == noPath || e.Code == noPathTimed || e.Code == notConnected)
}

// Status returns the server's version with the day of its tiles.
func (e *Engine) Status(ctx context.Context) (string, error) {
	var answer struct {
		Version string `json:"version"`
		Tiles   int64  `json:"tileset_last_modified"` // Unix time
	}
	if err := e.client.Get(ctx, "/status", &answer); err != nil {
		if refused := (*remote.RefusalError)(nil); errors.As(err, &refused) {
			return "", fmt.Errorf("%w: %w", remote.ErrDown, err)
		}
		return "", err
	}
	if answer.Version == "" {
		return "", fmt.Errorf("%w: a status without a version", remote.ErrDown)
	}
	return fmt.Sprintf("valhalla-%s-%s", answer.Version, time.Unix(answer.Tiles, 0).UTC().Format("20060102T150405Z")), nil
}

// located is where a place lies on roads that the vehicle may use.
type located struct {
	Edges []struct {
		Lat float64 `json:"correlated_lat"`
		Lon float64 `json:"correlated_lon"`
	} `json:"edges"` // null where there is none near
}

// locate finds the roads of places: straight metres to them, or why there is
// none.
func (e *Engine) locate(ctx context.Context, c costing, field string, places []geo.Point) ([]geo.Metres, []error, error) {
	question := struct {
		costing
		Locations []place `json:"locations"`
	}{c, placesOf(places)}
	var answer []located
	if err := e.post(ctx, "locate", question, &answer); err != nil {
		return nil, nil, err
	}
	if len(answer) != len(places) {
		return nil, nil, fmt.Errorf("%w: valhalla: %d places located of %d", remote.ErrDown, len(answer), len(places))
	}
	snaps, errs := make([]geo.Metres, len(places)), make([]error, len(places))
	for i, l := range answer {
		snaps[i], errs[i] = l.nearest(field, places[i])
	}
	return snaps, errs, nil
}

func (l located) nearest(field string, p geo.Point) (geo.Metres, error) {
	best := geo.Metres(math.Inf(1))
	for _, edge := range l.Edges {
		best = min(best, geo.Crow(p, geo.Point{edge.Lon, edge.Lat}))
	}
	switch {
	case len(l.Edges) == 0:
		return 0, &geo.NoRoadError{Field: field, Place: p}
	case best > road.Reach:
		return 0, &geo.NoRoadError{Field: field, Place: p, Nearest: &best}
	}
	return best, nil
}

var _ remote.Engine = (*Engine)(nil)
