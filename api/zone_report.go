package api

import (
	"bytes"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/report"
)

// regionReport and zoneReport answer with the file that a zone, or the region,
// hands in.
func (s *server) regionReport(c *fiber.Ctx) error { return s.sendZoneReport(c, 0) }

func (s *server) zoneReport(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.sendZoneReport(c, n)
}

func (s *server) sendZoneReport(c *fiber.Ctx, zone int64) error {
	q := query{c: c}
	f, format, lang := q.flowFilter(), q.text("format"), q.lang()
	if format != "" && format != "pdf" && format != "xlsx" {
		q.bad("format", "unknown", "%q is neither pdf nor xlsx", format)
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	ctx := c.UserContext()
	found, err := s.x.ZoneReport(ctx, zone, f.Month)
	if err != nil {
		return err
	}
	f.Kind = geo.Potential
	source, err := s.reportSource(c, zoneFile{found: found.Kinds[geo.Potential], filter: f, lang: lang})
	if err != nil {
		return err
	}
	r := report.Zone{Source: source, Report: found, Made: time.Now(), Full: geo.ViewerOf(ctx).Facilitates()}
	name := "region-report."
	if code := source.Flows.Zone.Code; code != "" {
		name = code + "-report."
	}
	var out bytes.Buffer
	if format == "xlsx" {
		err = r.WriteBook(&out)
		attach(c, xlsxType, name+"xlsx")
	} else {
		err = r.WritePaper(&out)
		attach(c, "application/pdf", name+"pdf")
	}
	if err != nil {
		return err
	}
	return c.Send(out.Bytes())
}
