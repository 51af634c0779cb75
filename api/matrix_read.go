package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/sheet"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// readMatrix reads the places and terms of a matrix: as JSON, as a table in
// the body, or as one or two tables of a form. Beside a table, terms are
// parameters of the address or of the form.
func (s *server) readMatrix(c *fiber.Ctx) (matrixInput, error) {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil {
		return matrixInput{}, fiber.ErrUnsupportedMediaType
	}
	switch kind {
	case fiber.MIMEApplicationJSON:
		return s.matrixOfJSON(c)
	case fiber.MIMEMultipartForm:
		return s.matrixOfForm(c)
	case "text/csv", xlsxType:
		format := sheet.CSV
		if kind == xlsxType {
			format = sheet.XLSX
		}
		rows, err := sheet.Read(bytes.NewReader(c.Body()), format)
		if err != nil {
			return matrixInput{}, geo.Invalid("body", "format", "%s", err)
		}
		places, err := placesOf("from", rows)
		if err != nil {
			return matrixInput{}, err
		}
		return s.newMatrix(query{c: c}, places, places)
	}
	return matrixInput{}, fiber.ErrUnsupportedMediaType
}

// newMatrix joins places with the terms that q has.
func (s *server) newMatrix(q query, from, to []sheet.Place) (matrixInput, error) {
	in := matrixInput{request: exchange.MatrixRequest{Haul: s.terms(&q)}}
	for _, p := range from {
		in.from, in.request.From = append(in.from, p.Name), append(in.request.From, p.At)
	}
	for _, p := range to {
		in.to, in.request.To = append(in.to, p.Name), append(in.request.To, p.At)
	}
	return in, q.errs.Err()
}

// placesOf reads a table's places; its errors name columns as those of a side.
func placesOf(side string, rows []sheet.Row) ([]sheet.Place, error) {
	places, err := sheet.Places(rows)
	var errs geo.FieldErrors
	errs.Add(side, err)
	for _, e := range errs {
		e.Field = side + "." + e.Field
	}
	return places, errs.Err()
}

type placeWire struct {
	Name  string `json:"name"`
	Place string `json:"place"`
}

func (s *server) matrixOfJSON(c *fiber.Ctx) (matrixInput, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(c.Body(), &all); err != nil {
		return matrixInput{}, geo.Invalid("body", "format", "%s", err)
	}
	q := query{c: c, given: map[string]string{}}
	var from, to []placeWire
	for name, raw := range all {
		var err error
		switch {
		case name == "from":
			err = json.Unmarshal(raw, &from)
		case name == "to":
			err = json.Unmarshal(raw, &to)
		case !term[name]:
			q.bad(name, "unknown", "there is no such field")
		default:
			q.given[name], err = scalar(raw)
		}
		if err != nil {
			q.bad(name, "format", "%s", strings.TrimPrefix(err.Error(), "json: "))
		}
	}
	starts := s.placesOfJSON(&q, "from", from)
	ends := starts
	if _, given := all["to"]; given {
		ends = s.placesOfJSON(&q, "to", to)
	}
	return s.newMatrix(q, starts, ends)
}

// term is the names of a haul's vehicle, load and terms.
var term = map[string]bool{"vehicle": true, "payload_t": true, "per_km_try": true, "per_hour_try": true, "gross_t": true, "axle_t": true,
	"height_m": true, "width_m": true, "length_m": true, "hazmat": true, "mass_t": true, "empty": true, "toll_km_try": true, "density_kg_m3": true}

// scalar returns a JSON text, number or truth value as a parameter has it.
func scalar(raw json.RawMessage) (string, error) {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return "", err
	}
	switch v := v.(type) {
	case nil:
		return "", nil
	case string, json.Number, bool:
		return fmt.Sprint(v), nil
	}
	return "", fmt.Errorf("is a list or an object")
}

func (s *server) placesOfJSON(q *query, side string, list []placeWire) []sheet.Place {
	out := make([]sheet.Place, len(list))
	for i, p := range list {
		field := fmt.Sprintf("%s[%d].place", side, i)
		at, err := s.placeOf(q.c, field, strings.TrimSpace(p.Place))
		q.errs.Add(field, err)
		out[i] = sheet.Place{Name: or(p.Name, p.Place), At: at}
	}
	return out
}

// matrixOfForm reads the tables "from" and, where it is not the same, "to".
func (s *server) matrixOfForm(c *fiber.Ctx) (matrixInput, error) {
	form, err := c.MultipartForm()
	if err != nil {
		return matrixInput{}, geo.Invalid("body", "format", "%s", err)
	}
	q := query{c: c, given: map[string]string{}}
	for name, values := range form.Value {
		if !term[name] {
			q.bad(name, "unknown", "there is no such field")
		}
		q.given[name] = values[0]
	}
	if len(form.File["from"]) == 0 {
		q.bad("from", "required", "is missing")
		return matrixInput{}, q.errs.Err()
	}
	from := q.table("from", form.File["from"][0])
	to := from
	if len(form.File["to"]) > 0 {
		to = q.table("to", form.File["to"][0])
	}
	return s.newMatrix(q, from, to)
}

// table reads the places of a file of a form.
func (q *query) table(side string, file *multipart.FileHeader) []sheet.Place {
	format, err := sheet.FormatOf(file.Filename)
	if err != nil {
		q.bad(side, "format", "%s", err)
		return nil
	}
	f, err := file.Open()
	if err != nil {
		q.bad(side, "format", "%s", err)
		return nil
	}
	defer f.Close()
	rows, err := sheet.Read(f, format)
	if err != nil {
		q.bad(side, "format", "%s", err)
		return nil
	}
	places, err := placesOf(side, rows)
	q.errs.Add(side, err)
	return places
}
