package sheet

import (
	"strconv"
	"strings"

	"simbiyoz/geo"
)

// Place is a named position of a table.
type Place struct {
	Name string
	At   geo.Point
}

// Places reads the columns name, lon and lat of every row, with "." or ","
// before the decimals; a row without a name is named by its number. It returns
// geo.FieldErrors that name every row and column that is wrong.
func Places(rows []Row) ([]Place, error) {
	var errs geo.FieldErrors
	out := make([]Place, len(rows))
	for i, r := range rows {
		out[i].Name = r.Cells["name"]
		if out[i].Name == "" {
			out[i].Name = strconv.Itoa(r.Number)
		}
		for axis, column := range [2]string{"lon", "lat"} {
			v, err := degrees(r, column, [2]float64{180, 90}[axis])
			if err != nil {
				errs = append(errs, err)
			}
			out[i].At[axis] = v
		}
	}
	return out, errs.Err()
}

func degrees(r Row, column string, most float64) (float64, *geo.FieldError) {
	text := r.Cells[column]
	if text == "" {
		return 0, &geo.FieldError{Row: r.Number, Field: column, Code: "required", Reason: "is missing"}
	}
	v, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || !(v >= -most && v <= most) {
		return 0, &geo.FieldError{Row: r.Number, Field: column, Code: "range",
			Reason: strconv.Quote(text) + " is no number of degrees from -" + number(most) + " to " + number(most)}
	}
	return v, nil
}
