package postgis

import (
	"encoding/json"
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
		t.Fatalf("%s has no text", v.Type())
	}
}

// TestTextsAreJSON: what is written without reflection reads as what was
// written, in every field.
func TestTextsAreJSON(t *testing.T) {
	t.Parallel()
	n := 0
	var h geo.Haul
	in, rs := make([]geo.Input, 2), make([]geo.Reason, 2)
	filled(t, reflect.ValueOf(&h).Elem(), &n)
	for i := range 2 {
		filled(t, reflect.ValueOf(&in[i]).Elem(), &n)
		filled(t, reflect.ValueOf(&rs[i]).Elem(), &n)
	}
	for _, c := range []struct {
		text      json.RawMessage
		want, got any
	}{
		{haulText(&h), &h, &geo.Haul{}},
		{inputsText(in), &in, &[]geo.Input{}},
		{reasonsText(rs), &rs, &[]geo.Reason{}},
		{inputsText(nil), &[]geo.Input{}, &[]geo.Input{}},
		{reasonsText(nil), &[]geo.Reason{}, &[]geo.Reason{}},
	} {
		if err := json.Unmarshal(c.text, c.got); err != nil || !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s reads as %+v, %v, want %+v", c.text, c.got, err, c.want)
		}
	}
}
