package remote

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Engine is a road engine that is asked over HTTP. Its errors that are an
// ErrDown mean that it did not answer.
type Engine interface {
	Route(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error)
	OneToMany(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error)
	// Status returns the version of the engine's network, or an ErrDown.
	Status(ctx context.Context) (version string, err error)
	// Name is "osrm" or "valhalla".
	Name() string
}

// Local is what is at hand of the region without the engine.
type Local interface {
	Lines(ctx context.Context, bound orb.Bound, zoom int) ([]geo.RoadLine, error)
	OneToMany(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error)
	// Spots returns random places on roads.
	Spots(n int) []geo.Point
}

// Roads answers by an engine and, while that is down, by estimates. After a
// question that failed it estimates at once and probes the engine in the
// background until that answers again. It is safe for concurrent use.
type Roads struct {
	engine  Engine
	local   Local
	log     *slog.Logger
	changed func(context.Context)
	pause   time.Duration // before the first probe; doubles
	state   atomic.Pointer[state]
	mu      sync.Mutex // of changes of state
	probe   chan struct{}
}

// state is what is known of the engine.
type state struct {
	down    bool
	version string // of the engine's network, when it last told
	detour  Detour
}

// Settings are what Roads may be told.
type Settings struct {
	Log     *slog.Logger
	Changed func(context.Context) // is called when another network answers than before, or the same again
	Pause   time.Duration         // before the first probe; doubles up to a minute; 1 s
}

// longest is the longest pause between probes.
const longest = time.Minute

// New returns roads by engine. It takes the engine for down until [Roads.Run]
// has found it up.
func New(engine Engine, local Local, s Settings) *Roads {
	if s.Pause == 0 {
		s.Pause = time.Second
	}
	if s.Changed == nil {
		s.Changed = func(context.Context) {}
	}
	r := &Roads{engine: engine, local: local, log: s.Log, changed: s.Changed, pause: s.Pause, probe: make(chan struct{}, 1)}
	r.state.Store(&state{down: true, version: engine.Name(), detour: usual})
	return r
}

// Open asks the engine for its version and measures the detour: of its network
// if it answers, else of the local one.
func (r *Roads) Open(ctx context.Context) {
	if r.up(ctx) != nil {
		r.measure(ctx, r.local.OneToMany)
	}
}

// Run asks the engine how it is until ctx ends: once a minute while it answers,
// in growing pauses from the first second on while it does not.
func (r *Roads) Run(ctx context.Context) {
	pause := r.pause
	for {
		was, wait := r.state.Load(), longest
		if was.down {
			wait, pause = pause, min(2*pause, longest)
		}
		select {
		case <-ctx.Done():
			return
		case <-r.probe:
			pause = r.pause
			continue
		case <-time.After(wait):
		}
		r.look(ctx, was)
	}
}

// look asks the engine how it is and tells who wants to know what is new.
func (r *Roads) look(ctx context.Context, was *state) {
	if err := r.up(ctx); err != nil {
		if !was.down && ctx.Err() == nil {
			r.fail(ctx, err)
		}
		return
	}
	if now := r.state.Load(); was.down || was.version != now.version {
		r.log.InfoContext(ctx, "road engine answers", "engine", r.engine.Name(), "version", now.version)
		r.changed(ctx)
	}
}

// up asks whether the engine answers and, if so, has it answer.
func (r *Roads) up(ctx context.Context) error {
	version, err := r.engine.Status(ctx)
	if err != nil {
		return err
	}
	if was := r.state.Load(); was.version == version && !was.down {
		return nil
	}
	r.measure(ctx, r.engine.OneToMany)
	r.change(func(s *state) { s.down, s.version = false, version })
	return nil
}

// spots is of how many places the ways between all are measured.
const spots = 40

// measure notes the detour of a network; the one before stays where it cannot
// be measured.
func (r *Roads) measure(ctx context.Context, ask OneToMany) {
	lorry, err := geo.VehicleByCode("articulated")
	if err != nil {
		return
	}
	d, err := Measure(ctx, ask, lorry, r.local.Spots(spots))
	if err != nil {
		r.log.WarnContext(ctx, "detour not measured", "error", err)
		return
	}
	r.change(func(s *state) { s.detour = d })
}

func (r *Roads) change(how func(*state)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := *r.state.Load()
	how(&next)
	r.state.Store(&next)
}

// fail notes that the engine did not answer.
func (r *Roads) fail(ctx context.Context, err error) {
	r.log.WarnContext(ctx, "road engine down: estimates answer", "engine", r.engine.Name(), "error", err)
	r.change(func(s *state) { s.down = true })
	select {
	case r.probe <- struct{}{}:
	default: // it is probed already
	}
}

// Route returns the way between two places with its line; of an estimate, the
// straight one.
func (r *Roads) Route(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error) {
	s := r.state.Load()
	if !s.down {
		road, line, err := r.engine.Route(ctx, vehicle, from, to)
		if !errors.Is(err, ErrDown) {
			road.Network = s.version
			return road, line, err
		}
		r.fail(ctx, err)
	}
	return s.estimate(from, to), []geo.Point{from, to}, nil
}

// OneToMany returns the ways from one place to each of to, or to it when
// reverse: all from the engine, or all estimates.
func (r *Roads) OneToMany(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	s := r.state.Load()
	if !s.down {
		roads, errs, err := r.engine.OneToMany(ctx, vehicle, from, to, reverse)
		if !errors.Is(err, ErrDown) {
			for i := range roads {
				roads[i].Network = s.version
			}
			return roads, errs, err
		}
		r.fail(ctx, err)
	}
	roads := make([]geo.Road, len(to))
	for i, p := range to {
		roads[i] = s.estimate(from, p)
	}
	return roads, make([]error, len(to)), nil
}

func (s *state) estimate(from, to geo.Point) geo.Road {
	road := s.detour.Road(from, to)
	road.Network = s.estimates()
	return road
}

// estimates is the version that estimates have: none of a network, so that
// matches by them are computed anew once the engine answers.
func (s *state) estimates() string { return s.version + "~estimate" }

// Lines returns the roads that a map draws, from the local network.
func (r *Roads) Lines(ctx context.Context, bound orb.Bound, zoom int) ([]geo.RoadLine, error) {
	return r.local.Lines(ctx, bound, zoom)
}

// Network says which network answers now.
func (r *Roads) Network() geo.Network {
	s := r.state.Load()
	n := geo.Network{Version: s.version, Name: r.engine.Name(), Engine: r.engine.Name(), Estimate: s.down,
		Attribution: "© OpenStreetMap contributors"}
	if s.down {
		n.Version = s.estimates()
	}
	return n
}

// Check asks the engine for its version and for a way between places of the
// region, and says what it told.
func (r *Roads) Check(ctx context.Context) (string, error) {
	version, err := r.engine.Status(ctx)
	if err != nil {
		return "", err
	}
	lorry, err := geo.VehicleByCode("articulated")
	if err != nil {
		return "", err
	}
	places := r.local.Spots(10)
	start := time.Now()
	roads, errs, err := r.engine.OneToMany(ctx, lorry, places[0], places[1:], false)
	if err != nil {
		return "", err
	}
	joined := 0
	for i := range roads {
		if errs[i] == nil {
			joined++
		}
	}
	if joined == 0 {
		return "", fmt.Errorf("%s %s knows no way between %d places of the region: %w", r.engine.Name(), version, len(places), errs[0])
	}
	return fmt.Sprintf("%s, version %s, %d of %d ways in %d ms", r.engine.Name(), version, joined, len(roads), time.Since(start).Milliseconds()), nil
}
