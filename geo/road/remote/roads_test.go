package remote_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/road/remote"
	"simbiyoz/geo/road/remote/remotetest"
)

// straight is an engine, and local roads, whose ways are all so much longer
// than the straight line, at 20 m/s; it can be down.
type straight struct {
	detour  float64
	down    atomic.Bool
	version atomic.Pointer[string]
	asked   atomic.Int64
}

func (e *straight) Name() string { return "osrm" }

func (e *straight) Status(context.Context) (string, error) {
	if e.down.Load() {
		return "", remote.ErrDown
	}
	if v := e.version.Load(); v != nil {
		return *v, nil
	}
	return "osrm-1", nil
}

func (e *straight) Route(_ context.Context, _ geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error) {
	e.asked.Add(1)
	if e.down.Load() {
		return geo.Road{}, nil, fmt.Errorf("%w: cable cut", remote.ErrDown)
	}
	length := geo.Crow(from, to) * geo.Metres(e.detour)
	return geo.Road{Length: length, Time: geo.Seconds(length) / 20}, []geo.Point{from, {27, 38}, to}, nil
}

func (e *straight) OneToMany(ctx context.Context, v geo.Vehicle, from geo.Point, to []geo.Point, _ bool) ([]geo.Road, []error, error) {
	out := make([]geo.Road, len(to))
	for i, p := range to {
		var err error
		if out[i], _, err = e.Route(ctx, v, from, p); err != nil {
			return nil, nil, err
		}
	}
	return out, make([]error, len(to)), nil
}

func (e *straight) Lines(context.Context, orb.Bound, int) ([]geo.RoadLine, error) {
	return []geo.RoadLine{{Class: "motorway"}}, nil
}

func (e *straight) Spots(n int) []geo.Point {
	rnd := rand.New(rand.NewPCG(1, 1))
	out := make([]geo.Point, n)
	for i := range out {
		out[i] = geo.Point{26.8 + 0.8*rnd.Float64(), 38.2 + 0.5*rnd.Float64()}
	}
	return out
}

var (
	lorry = geo.Vehicle{Code: "articulated"}
	here  = geo.Point{27, 38.4}
	there = geo.Point{27.2, 38.5}
)

func await(t *testing.T, what string, is func() bool) {
	t.Helper()
	for start := time.Now(); !is(); time.Sleep(time.Millisecond) {
		if time.Since(start) > time.Minute {
			t.Fatal(what, "did not come")
		}
	}
}

func near(a, b geo.Metres) bool { return math.Abs(float64(a-b)) < 1e-6*float64(b) }

func TestEstimatesStandInForAnEngineThatIsDown(t *testing.T) {
	t.Parallel()
	engine, local := &straight{detour: 1.5}, &straight{detour: 1.2}
	var changed atomic.Int64
	r := remote.New(engine, local, remote.Settings{Log: slog.New(slog.DiscardHandler), Pause: time.Millisecond,
		Changed: func(context.Context) { changed.Add(1) }})
	r.Open(t.Context())
	running, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); r.Run(running) }()
	t.Cleanup(func() { stop(); <-ended })
	crow := geo.Crow(here, there)

	road, line, err := r.Route(t.Context(), lorry, here, there)
	if err != nil || road.Estimate || road.Network != "osrm-1" || !near(road.Length, 1.5*crow) || len(line) != 3 {
		t.Errorf("up: %+v, %v", road, err)
	}
	engine.down.Store(true)
	road, line, err = r.Route(t.Context(), lorry, here, there)
	if err != nil || !road.Estimate || road.Network != "osrm-1~estimate" || !near(road.Length, 1.5*crow) ||
		math.Abs(float64(road.Time)*20/float64(road.Length)-1) > 1e-6 || len(line) != 2 {
		t.Errorf("down: %+v, %v", road, err)
	}
	if n := r.Network(); !n.Estimate || n.Version != "osrm-1~estimate" || n.Engine != "osrm" {
		t.Errorf("down: %+v", n)
	}
	asked := engine.asked.Load()
	roads, errs, err := r.OneToMany(t.Context(), lorry, here, []geo.Point{there, here}, true)
	if err != nil || errs[0] != nil || !roads[0].Estimate || !near(roads[0].Length, 1.5*crow) || roads[1].Length != 0 {
		t.Errorf("down: %+v, %v, %v", roads, errs, err)
	}
	if engine.asked.Load() != asked {
		t.Error("an engine that is down was asked")
	}
	next := "osrm-2"
	engine.version.Store(&next)
	engine.down.Store(false)
	await(t, "the engine", func() bool { return !r.Network().Estimate })
	await(t, "word of it", func() bool { return changed.Load() == 1 })
	if road, _, _ = r.Route(t.Context(), lorry, here, there); road.Estimate || road.Network != "osrm-2" {
		t.Errorf("up again: %+v", road)
	}
}

func TestTheLocalDetourHoldsUntilTheEngineIsSeen(t *testing.T) {
	t.Parallel()
	engine, local := &straight{detour: 1.5}, &straight{detour: 1.2}
	engine.down.Store(true)
	r := remote.New(engine, local, remote.Settings{Log: slog.New(slog.DiscardHandler)})
	r.Open(t.Context())
	road, _, err := r.Route(t.Context(), lorry, here, there)
	if err != nil || !road.Estimate || !near(road.Length, 1.2*geo.Crow(here, there)) {
		t.Errorf("%+v, %v", road, err)
	}
	if lines, err := r.Lines(t.Context(), orb.Bound{}, 8); err != nil || len(lines) != 1 {
		t.Errorf("lines %v, %v", lines, err)
	}
}

func TestMeasureTellsDetoursByDistance(t *testing.T) {
	t.Parallel()
	// near places have a detour of 2, far ones of 1.25
	ask := func(_ context.Context, _ geo.Vehicle, from geo.Point, to []geo.Point, _ bool) ([]geo.Road, []error, error) {
		roads, errs := make([]geo.Road, len(to)), make([]error, len(to))
		for i, p := range to {
			length := 2 * geo.Crow(from, p)
			if geo.Crow(from, p) > 10_000 {
				length = 1.25 * geo.Crow(from, p)
			}
			if i%5 == 0 {
				errs[i] = &geo.NoRoadError{Place: p}
			}
			roads[i] = geo.Road{Length: length, Time: geo.Seconds(length) / 15}
		}
		return roads, errs, nil
	}
	d, err := remote.Measure(t.Context(), ask, lorry, new(straight).Spots(60))
	if err != nil || math.Abs(d.Factor(7_000)-2) > 1e-9 || math.Abs(d.Factor(40_000)-1.25) > 1e-9 || d.Factor(1e7) <= 1 {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestSplitHalvesWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	places := new(straight).Spots(23)
	for _, takes := range []int{1, 2, 3, 7, 100} {
		questions := 0
		answers, err := remote.Split(t.Context(), places, 10, func(_ context.Context, part []geo.Point) ([]remote.Answer, error) {
			questions++
			if len(part) > takes {
				return nil, fmt.Errorf("%w: of %d", remote.ErrTooMuch, len(part))
			}
			out := make([]remote.Answer, len(part))
			for i, p := range part {
				out[i].Road.Length = geo.Metres(p[0])
			}
			return out, nil
		})
		if err != nil || len(answers) != len(places) {
			t.Fatalf("%d at a time: %d answers, %v", takes, len(answers), err)
		}
		for i, a := range answers {
			if a.Road.Length != geo.Metres(places[i][0]) {
				t.Errorf("%d at a time: answer %d is another's", takes, i)
			}
		}
	}
	_, err := remote.Split(t.Context(), places, 10, func(context.Context, []geo.Point) ([]remote.Answer, error) { return nil, remote.ErrDown })
	if !errors.Is(err, remote.ErrDown) {
		t.Errorf("down: %v", err)
	}
}

func TestSlowEnginesAreNotAskedAgain(t *testing.T) {
	t.Parallel()
	s := remotetest.New(t, "../osrm/testdata")
	s.Slow.Store(int64(200 * time.Millisecond))
	c := remote.NewClient(s.URL, remote.Options{Timeout: 20 * time.Millisecond, Pause: time.Millisecond})
	var answer any
	if err := c.Get(t.Context(), "/nearest/v1/driving/27.140000,38.420000?number=1", &answer); !errors.Is(err, remote.ErrDown) {
		t.Errorf("got %v", err)
	}
	if n := s.Asked.Load(); n > 1 {
		t.Errorf("asked %d times", n)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := c.Get(gone, "/", &answer); !errors.Is(err, context.Canceled) {
		t.Errorf("a question that nobody waits for: %v", err)
	}
}
