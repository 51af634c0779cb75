package valhalla

import (
	"errors"
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
	afar      = geo.Point{27.9, 40.6} // farther than a matrix reaches
)

func recorded(t *testing.T) (*Engine, *remotetest.Server) {
	t.Helper()
	s := remotetest.New(t, "testdata")
	return New(s.URL, remote.Options{Timeout: 2 * time.Second, Pause: time.Millisecond}), s
}

func vehicle(t *testing.T, code string) geo.Vehicle {
	t.Helper()
	v, err := geo.VehicleByCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lacks checks that err says that a place has no road.
func lacks(t *testing.T, err error, field string) {
	t.Helper()
	var e *geo.NoRoadError
	if !errors.As(err, &e) || e.Field != field {
		t.Errorf("got %#v, want no road at %q", err, field)
	}
}

func TestOneToMany(t *testing.T) {
	t.Parallel()
	e, _ := recorded(t)
	lorry := vehicle(t, "articulated")
	roads, errs, err := e.OneToMany(t.Context(), lorry, cigli, []geo.Point{kemalpasa, konak, chios, thira}, false)
	if err != nil {
		t.Fatal(err)
	}
	if r := roads[0]; errs[0] != nil || r.Length != 46120 || r.Time != 2640 || r.FromSnap < 15 || r.FromSnap > 25 || r.ToSnap != 0 {
		t.Errorf("got %+v, %v", r, errs[0])
	}
	if r := roads[1]; errs[1] != nil || r.Length != 18234 || r.ToSnap < 5 || r.ToSnap > 15 {
		t.Errorf("got %+v, %v", r, errs[1])
	}
	lacks(t, errs[2], "")
	lacks(t, errs[3], "to")

	roads, errs, err = e.OneToMany(t.Context(), lorry, cigli, []geo.Point{kemalpasa, konak}, true)
	if err != nil || errs[0] != nil || errs[1] != nil || roads[0].Length != 46300 || roads[1].Time != 1302 || roads[0].FromSnap != 0 || roads[0].ToSnap < 15 {
		t.Errorf("back: got %+v, %v, %v", roads, errs, err)
	}
	_, errs, err = e.OneToMany(t.Context(), lorry, thira, []geo.Point{kemalpasa, konak}, true)
	if err != nil {
		t.Fatal(err)
	}
	lacks(t, errs[1], "to")
}

func TestPairsBeyondAMatrixAreRoutes(t *testing.T) {
	t.Parallel()
	e, _ := recorded(t)
	roads, errs, err := e.OneToMany(t.Context(), vehicle(t, "articulated"), cigli, []geo.Point{kemalpasa, afar}, false)
	if err != nil || errs[0] != nil || errs[1] != nil || roads[0].Length != 46120 || roads[1].Length != 310500 {
		t.Errorf("got %+v, %v, %v", roads, errs, err)
	}
}

func TestRoute(t *testing.T) {
	t.Parallel()
	e, _ := recorded(t)
	lorry := vehicle(t, "articulated")
	r, line, err := e.Route(t.Context(), lorry, cigli, kemalpasa)
	if err != nil {
		t.Fatal(err)
	}
	if r.Length != 46120 || r.Time != 2640.3 || r.Toll != 20500 || r.Ferry != 2500 || r.FromSnap < 15 || r.FromSnap > 25 || r.ToSnap != 0 {
		t.Errorf("got %+v", r)
	}
	if len(line) != 3 || line[0] != (geo.Point{27.0502, 38.4801}) || line[2] != kemalpasa {
		t.Errorf("line %v", line)
	}
	_, _, err = e.Route(t.Context(), lorry, cigli, chios)
	lacks(t, err, "")
	_, _, err = e.Route(t.Context(), lorry, cigli, thira)
	lacks(t, err, "to")
}

func TestVehiclesAreToldByTheirMeasures(t *testing.T) {
	t.Parallel()
	e, _ := recorded(t)
	own := vehicle(t, "hazmat")
	own.Height, own.Gross = 4.2, 44
	for name, c := range map[string]struct {
		v    geo.Vehicle
		want geo.Metres
	}{"van": {vehicle(t, "van"), 45_000}, "articulated": {vehicle(t, "articulated"), 46_120}, "an own one": {own, 52_000}} {
		if r, _, err := e.Route(t.Context(), c.v, cigli, kemalpasa); err != nil || r.Length != c.want {
			t.Errorf("%s: got %v, %v", name, r.Length, err)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	e, s := recorded(t)
	if v, err := e.Status(t.Context()); v != "valhalla-3.6.2-20261101T000000Z" || err != nil {
		t.Errorf("got %q, %v", v, err)
	}
	s.Break.Store(100)
	if _, err := e.Status(t.Context()); !errors.Is(err, remote.ErrDown) {
		t.Errorf("down: %v", err)
	}
}

func TestDecodeRefusesWhatIsNoShape(t *testing.T) {
	t.Parallel()
	// of Google's description of the encoding, read with six decimals
	line, err := decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@")
	if err != nil || len(line) != 3 || line[0] != (geo.Point{-12.02, 3.85}) || line[2] != (geo.Point{-12.6453, 4.3252}) {
		t.Errorf("got %v, %v", line, err)
	}
	for _, shape := range []string{"_", "_p~iF", "\x01\x02", "~~~~~~~~~~~~~~~~~~"} {
		if line, err := decode(shape); err == nil {
			t.Errorf("%q is %v", shape, line)
		}
	}
}

// TestRealServer asks the Valhalla server that SIMBIYOZ_TEST_VALHALLA names,
// such as http://127.0.0.1:8002, which must have roads around
// SIMBIYOZ_TEST_PLACE ("lon,lat").
func TestRealServer(t *testing.T) {
	address := os.Getenv("SIMBIYOZ_TEST_VALHALLA")
	if address == "" {
		t.Skip("SIMBIYOZ_TEST_VALHALLA names no server")
	}
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	remotetest.Ask(t, New(base, remote.Options{}))
}
