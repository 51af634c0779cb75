package api

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/ogc"
)

//go:embed ogc/*.html
var ogcFiles embed.FS

var ogcPages = template.Must(template.New("").ParseFS(ogcFiles, "ogc/*.html"))

// page answers with a template as HTML.
func page(c *fiber.Ctx, name string, v any) error {
	var out bytes.Buffer
	if err := ogcPages.ExecuteTemplate(&out, name+".html", v); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(out.Bytes())
}

// itemRow is a feature as a page lists it.
type itemRow struct {
	ID         int64          `json:"id"`
	Properties map[string]any `json:"properties"`
}

// itemsPage lists features in a table.
func itemsPage(c *fiber.Ctx, of ogc.Collection, rows ogc.Rows, matched int) error {
	var list []itemRow
	for b := rows.Next(nil); b != nil; b = rows.Next(b[:0]) {
		var row itemRow
		if err := json.Unmarshal(b, &row); err != nil {
			return err
		}
		list = append(list, row)
	}
	next := ""
	if after := rows.After(); after != "" {
		next = nextURL(c, after)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return page(c, "items", fiber.Map{"Of": of, "Rows": list, "Matched": matched, "Next": next})
}

// itemPage shows one feature.
func itemPage(c *fiber.Ctx, of ogc.Collection, body []byte) error {
	var row itemRow
	if err := json.Unmarshal(body, &row); err != nil {
		return err
	}
	return page(c, "item", fiber.Map{"Of": of, "Row": row})
}
