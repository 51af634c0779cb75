// Package osrm answers for roads by an OSRM server (osrm-routed, HTTP API v1).
// OSRM knows its vehicle from the profile that its data was prepared with: a
// vehicle's measures are not asked for.
package osrm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/remote"
)

// most is how many places one table asks for: osrm-routed takes 100 unless it
// is started with another --max-table-size, and URLs of a few kB.
const most = 99

// Engine asks one server. It is a [remote.Engine].
type Engine struct {
	client  *remote.Client
	profile string
}

// New returns the engine at base that serves profile ("driving" as it comes).
func New(base *url.URL, profile string, o remote.Options) *Engine {
	return &Engine{remote.NewClient(base, o), profile}
}

// Name returns "osrm".
func (e *Engine) Name() string { return "osrm" }

// head is what every answer begins with.
type head struct {
	Code        string `json:"code"`
	Message     string `json:"message"`
	DataVersion string `json:"data_version"` // as it was named when the data was extracted
}

// waypoint is a place on a road.
type waypoint struct {
	Distance geo.Metres `json:"distance"` // straight to it
	Location geo.Point  `json:"location"`
}

// get asks a service about places. What OSRM refuses with a code comes as a
// *Error.
func (e *Engine) get(ctx context.Context, service string, places []geo.Point, query string, answer any) error {
	var at strings.Builder
	for i, p := range places {
		if i > 0 {
			at.WriteByte(';')
		}
		at.WriteString(degrees(p[0]) + "," + degrees(p[1]))
	}
	err := e.client.Get(ctx, "/"+service+"/v1/"+e.profile+"/"+at.String()+"?"+query, answer)
	var refused *remote.RefusalError
	if !errors.As(err, &refused) {
		return err
	}
	return failure(refused)
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

// Error is what OSRM says that it cannot do.
type Error struct{ Code, Message string }

func (e *Error) Error() string { return fmt.Sprintf("osrm: %s: %s", e.Code, e.Message) }

// failure tells an answer of OSRM's own from one of something before it.
func failure(r *remote.RefusalError) error {
	var h head
	if json.Unmarshal(r.Body, &h) != nil || h.Code == "" {
		if r.Status == 400 || r.Status == 414 || r.Status == 431 { // the URL is too long for the server, or for a proxy
			return fmt.Errorf("%w: %w", remote.ErrTooMuch, r)
		}
		return fmt.Errorf("%w: %w", remote.ErrDown, r)
	}
	if h.Code == "TooBig" || h.Code == "NoSegment" { // of several places, one may be the only one without a road
		return fmt.Errorf("%w: %w", remote.ErrTooMuch, &Error{h.Code, h.Message})
	}
	return &Error{h.Code, h.Message}
}

// is reports whether err is OSRM's error of a code.
func is(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// Status returns the data's version, as far as it was given one.
func (e *Engine) Status(ctx context.Context) (string, error) {
	var answer head
	// any place will do: one that has no road tells the version too
	err := e.get(ctx, "nearest", []geo.Point{{27.14, 38.42}}, "number=1", &answer)
	var own *Error
	switch {
	case errors.As(err, &own):
		return "osrm", nil
	case err != nil:
		return "", err
	case answer.DataVersion == "":
		return "osrm", nil
	}
	return "osrm-" + answer.DataVersion, nil
}

// far returns the error of a place whose nearest road is out of reach.
func far(field string, p geo.Point, w waypoint) error {
	if w.Distance <= road.Reach {
		return nil
	}
	return &geo.NoRoadError{Field: field, Place: p, Nearest: &w.Distance}
}

var _ remote.Engine = (*Engine)(nil)
