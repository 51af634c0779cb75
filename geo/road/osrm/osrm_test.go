package osrm

import (
	"errors"
	"math"
	"net/url"
	"os"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/road/remote"
	"simbiyoz/geo/road/remote/remotetest"
)

var (
	cigli     = geo.Point{27.05, 38.48}
	kemalpasa = geo.Point{27.42, 38.43}
	konak     = geo.Point{27.14, 38.42}
	chios     = geo.Point{26.1, 38.6} // an island, with roads
	thira     = geo.Point{25.2, 36.1} // at sea
	lorry     = geo.Vehicle{Code: "articulated"}
)

func recorded(t *testing.T) (*Engine, *remotetest.Server) {
	t.Helper()
	s := remotetest.New(t, "testdata")
	return New(s.URL, "driving", remote.Options{Timeout: 2 * time.Second, Pause: time.Millisecond}), s
}

// lacks checks that err says that a place has no road.
func lacks(t *testing.T, err error, field string, nearest bool) {
	t.Helper()
	var e *geo.NoRoadError
	if !errors.As(err, &e) || e.Field != field || (e.Nearest != nil) != nearest {
		t.Errorf("got %#v, want no road at %q", err, field)
	}
}

func TestOneToMany(t *testing.T) {
	t.Parallel()
	e, _ := recorded(t)
	roads, errs, err := e.OneToMany(t.Context(), lorry, cigli, []geo.Point{kemalpasa, konak, chios, thira}, false)
	if err != nil {
		t.Fatal(err)
	}
	if want := (geo.Road{Length: 46120.4, Time: 2640.3, FromSnap: 21.5, ToSnap: 4.25}); roads[0] != want || errs[0] != nil {
		t.Errorf("got %+v, %v", roads[0], errs[0])
	}
	if errs[1] != nil || roads[1].Length != 18233.9 {
		t.Errorf("got %+v, %v", roads[1], errs[1])
	}
	lacks(t, errs[2], "", false)
	lacks(t, errs[3], "to", true)

	roads, errs, err = e.OneToMany(t.Context(), lorry, cigli, []geo.Point{kemalpasa, konak}, true)
	if err != nil || errs[0] != nil || errs[1] != nil {
		t.Fatal(err, errs)
	}
	if want := (geo.Road{Length: 46300.2, Time: 2701.1, FromSnap: 4.25, ToSnap: 21.5}); roads[0] != want {
		t.Errorf("back: got %+v", roads[0])
	}
}

func TestTooBigATableIsSplit(t *testing.T) {
	t.Parallel()
	e, s := recorded(t)
	roads, errs, err := e.OneToMany(t.Context(), lorry, cigli, []geo.Point{kemalpasa, konak, {27, 38.4}}, false)
	if err != nil || roads[0].Length != 46120.4 || roads[1].Length != 18233.9 || roads[2].Length != 12000 || errs[2] != nil {
		t.Errorf("got %+v, %v, %v", roads, errs, err)
	}
	if n := s.Asked.Load(); n != 3 {
		t.Errorf("%d questions", n)
	}
}

func TestRoute(t *testing.T) {
	t.Parallel()
	e, _ := recorded(t)
	r, line, err := e.Route(t.Context(), lorry, cigli, kemalpasa)
	if err != nil {
		t.Fatal(err)
	}
	if r.Length != 46120.4 || r.Time != 2640.3 || r.FromSnap != 21.5 || r.ToSnap != 4.25 || r.Ferry != 2500 || len(line) != 5 {
		t.Errorf("got %+v, %v", r, line)
	}
	// 0.1° of 0.2498° of the first step's 20 km
	if math.Abs(float64(r.Toll)-8006) > 10 {
		t.Errorf("toll %v", r.Toll)
	}
	_, _, err = e.Route(t.Context(), lorry, cigli, chios)
	lacks(t, err, "", false)
	_, _, err = e.Route(t.Context(), lorry, cigli, geo.Point{10, -60})
	lacks(t, err, "to", false)
	_, _, err = e.Route(t.Context(), lorry, thira, kemalpasa)
	lacks(t, err, "from", true)
}

func TestDroppedConnectionsAreTriedAgain(t *testing.T) {
	t.Parallel()
	e, s := recorded(t)
	if _, _, err := e.Route(t.Context(), lorry, cigli, kemalpasa); err != nil {
		t.Fatal(err) // the connection is kept
	}
	s.Drop.Store(1)
	if _, _, err := e.Route(t.Context(), lorry, cigli, kemalpasa); err != nil {
		t.Error(err)
	}
	s.Break.Store(2)
	if _, _, err := e.Route(t.Context(), lorry, cigli, kemalpasa); err != nil {
		t.Error(err)
	}
	s.Drop.Store(100)
	if _, _, err := e.Route(t.Context(), lorry, cigli, kemalpasa); !errors.Is(err, remote.ErrDown) {
		t.Errorf("got %v", err)
	}
}

func TestNonsenseIsAnEngineDown(t *testing.T) {
	t.Parallel()
	e, _ := recorded(t)
	if _, _, err := e.OneToMany(t.Context(), lorry, cigli, []geo.Point{{27.1, 38.5}}, false); !errors.Is(err, remote.ErrDown) {
		t.Errorf("a table of another size: %v", err)
	}
	if _, _, err := e.Route(t.Context(), lorry, konak, konak); !errors.Is(err, remote.ErrDown) {
		t.Errorf("500: %v", err)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	e, s := recorded(t)
	if v, err := e.Status(t.Context()); v != "osrm-2026-11-01" || err != nil {
		t.Errorf("got %q, %v", v, err)
	}
	s.Drop.Store(100)
	if _, err := e.Status(t.Context()); !errors.Is(err, remote.ErrDown) {
		t.Errorf("down: %v", err)
	}
}

// TestRealServer asks the OSRM server that SIMBIYOZ_TEST_OSRM names, such as
// http://127.0.0.1:5000, which must have roads around SIMBIYOZ_TEST_PLACE
// ("lon,lat").
func TestRealServer(t *testing.T) {
	address := os.Getenv("SIMBIYOZ_TEST_OSRM")
	if address == "" {
		t.Skip("SIMBIYOZ_TEST_OSRM names no server")
	}
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	remotetest.Ask(t, New(base, "driving", remote.Options{}))
}
