package postgis

import (
	"reflect"
	"testing"

	"simbiyoz/geo"
)

// filled sets every field of a struct to something of its own.
func filled(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	switch *n++; v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			filled(t, v.Field(i), n)
		}
	case reflect.Float64:
		v.SetFloat([]float64{-1.5, 1e-9, 3e22, 1234567.89}[*n%4] * float64(*n))
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString([]string{"plain", "çöp \"ağ\"", "a\\b\n", "<&>"}[*n%4])
	default:
		t.Fatalf("%s is not stored", v.Type())
	}
}

// TestMatchesUnpack: what is packed, in every field, is read as what it was,
// also by a store that never saw it.
func TestMatchesUnpack(t *testing.T) {
	t.Parallel()
	n := 0
	var haul geo.Haul
	assumed, given, reason := geo.Input{}, geo.Input{}, geo.Reason{}
	for _, v := range []any{&haul, &assumed, &given, &reason} {
		filled(t, reflect.ValueOf(v).Elem(), &n)
	}
	given.Origin = geo.Given
	want := geo.Match{Haul: &haul, Inputs: []geo.Input{given, assumed, given}, Reasons: []geo.Reason{reason, {Part: geo.PartHaul}}}
	g := newGrounds()
	missing := g.missing([][]geo.Match{{want}, {{Shown: &want}}})
	if len(missing) != 5 {
		t.Fatalf("%d grounds have no number, want 5: %v", len(missing), missing)
	}
	for i, v := range missing {
		g.note(int32(i+1), v)
	}
	if again := g.missing([][]geo.Match{{want}}); again != nil {
		t.Errorf("no number yet has %v", again)
	}
	p := packed{haul: g.packHaul(&haul), vehicle: &haul.Vehicle, inputs: g.packInputs(want.Inputs), reasons: g.packReasons(want.Reasons)}
	if numbers := p.numbers(nil); len(numbers) != 6 {
		t.Errorf("it rests on %v", numbers)
	}
	var got geo.Match
	if err := g.read(&p, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v\nwant %+v", got, err, want)
	}
	if err := newGrounds().read(&p, &got); err == nil {
		t.Error("what is not known was read")
	}
}
