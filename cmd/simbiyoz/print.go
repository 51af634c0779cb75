package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"golang.org/x/term"
)

// terminal reports whether out is a screen, on which a bar may move.
func terminal(out io.Writer) bool {
	f, is := out.(*os.File)
	return is && term.IsTerminal(int(f.Fd()))
}

// field is a named figure of an answer.
type field struct {
	name  string
	value any
}

// printFields writes fields as a table or, when asked, as a JSON object.
func printFields(out io.Writer, fields []field, asJSON bool) error {
	if asJSON {
		object := make(map[string]any, len(fields))
		for _, f := range fields {
			object[f.name] = f.value
		}
		return json.NewEncoder(out).Encode(object)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range fields {
		fmt.Fprintf(table, "%s\t%v\n", f.name, f.value)
	}
	return table.Flush()
}
