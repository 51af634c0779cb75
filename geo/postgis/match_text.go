package postgis

import (
	"encoding/json"
	"math"
	"strconv"

	"simbiyoz/geo"
)

// What a match's haul, inputs and reasons are stored as is what encoding/json
// makes of them, written without reflection: of a million postings tens of
// millions are written.

func inputsText(ins []geo.Input) json.RawMessage {
	b := append(make([]byte, 0, 200*len(ins)+2), '[')
	for i, in := range ins {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(b, `{"Name":`...), in.Name)
		b = appendNumber(append(b, `,"Value":`...), in.Value)
		b = appendNumber(append(b, `,"Low":`...), in.Low)
		b = appendNumber(append(b, `,"High":`...), in.High)
		b = appendText(append(b, `,"Origin":`...), string(in.Origin))
		b = appendText(append(b, `,"Of":`...), in.Of)
		b = appendText(append(b, `,"Source":`...), in.Source)
		b = append(appendText(append(b, `,"Month":`...), in.Month), '}')
	}
	return append(b, ']')
}

func reasonsText(rs []geo.Reason) json.RawMessage {
	b := append(make([]byte, 0, 100*len(rs)+2), '[')
	for i, r := range rs {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(b, `{"Part":`...), string(r.Part))
		b = appendText(append(b, `,"Code":`...), r.Code)
		b = appendText(append(b, `,"Detail":`...), r.Detail)
		b = append(strconv.AppendBool(append(b, `,"Blocks":`...), r.Blocks), '}')
	}
	return append(b, ']')
}

func haulText(h *geo.Haul) json.RawMessage {
	b := appendRoad(append(make([]byte, 0, 600), `{"Road":`...), h.Road)
	b = appendText(append(b, `,"Vehicle":`...), h.Vehicle)
	b = appendNumber(append(b, `,"Mass":`...), float64(h.Mass))
	b = strconv.AppendInt(append(b, `,"Trips":`...), int64(h.Trips), 10)
	b = appendNumber(append(b, `,"Terms":{"Empty":`...), float64(h.Terms.Empty))
	b = appendNumber(append(b, `,"TollKm":`...), float64(h.Terms.TollKm))
	b = appendNumber(append(b, `,"Density":`...), h.Terms.Density)
	b = appendNumber(append(b, `},"Lines":{"Distance":`...), float64(h.Lines.Distance))
	b = appendNumber(append(b, `,"Time":`...), float64(h.Lines.Time))
	b = appendNumber(append(b, `,"Toll":`...), float64(h.Lines.Toll))
	b = appendNumber(append(b, `},"Cost":`...), float64(h.Cost))
	return append(appendNumber(append(b, `,"CO2e":`...), float64(h.CO2e)), '}')
}

func appendRoad(b []byte, r geo.Road) []byte {
	b = appendNumber(append(b, `{"Length":`...), float64(r.Length))
	b = appendNumber(append(b, `,"Time":`...), float64(r.Time))
	b = appendNumber(append(b, `,"Toll":`...), float64(r.Toll))
	b = appendNumber(append(b, `,"Ferry":`...), float64(r.Ferry))
	b = appendNumber(append(b, `,"FromSnap":`...), float64(r.FromSnap))
	b = appendNumber(append(b, `,"ToSnap":`...), float64(r.ToSnap))
	b = strconv.AppendBool(append(b, `,"Estimate":`...), r.Estimate)
	b = strconv.AppendBool(append(b, `,"Coarse":`...), r.Coarse)
	return append(appendText(append(b, `,"Network":`...), r.Network), '}')
}

// appendNumber appends v as encoding/json writes it.
func appendNumber(b []byte, v float64) []byte {
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(b, v, format, -1, 64)
}

// appendText appends s as a JSON string.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x80 {
			text, _ := json.Marshal(s) // of a string it does not fail
			return append(b, text...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
