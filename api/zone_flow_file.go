package api

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/report"
	"simbiyoz/geo/sheet"
)

// zoneFile is what is asked for as a file.
type zoneFile struct {
	found  exchange.ZoneFlows
	filter geo.FlowFilter
	at     map[string]geo.Point
	lang   string
}

type zoneLinesWire struct {
	Type     string               `json:"type"`
	Kind     geo.FlowKind         `json:"kind"`
	Computed *string              `json:"computed_at"`
	Features []feature[flowProps] `json:"features"`
}

// sendZoneFile sends exactly what is filtered: a table, or lines.
func (s *server) sendZoneFile(c *fiber.Ctx, f zoneFile, format, part string) error {
	name := "region-flows."
	if f.found.Zone.Code != "" {
		name = f.found.Zone.Code + "-flows."
	}
	if format == "geojson" {
		attach(c, "application/geo+json", name+format)
		return c.JSON(zoneLinesWire{"FeatureCollection", f.filter.Kind, computed(f.found.Run), wireFlows(paired(f.found.Each), f.filter.Month, f.at)},
			"application/geo+json")
	}
	kinds := map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": xlsxType}
	if kinds[format] == "" {
		return geo.Invalid("format", "unknown", "%q is neither json, csv, xlsx nor geojson", format)
	}
	of := report.Part(part)
	if part == "" {
		of = report.Flows
	}
	if of != report.Flows && of != report.Balances {
		return geo.Invalid("part", "unknown", "%q is neither flows nor balances", part)
	}
	source, err := s.reportSource(c, f)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := source.Write(&out, sheet.Format(format), of); err != nil {
		return err
	}
	attach(c, kinds[format], name+format)
	return c.Send(out.Bytes())
}

// paired returns the flows that are no totals.
func paired(flows []geo.Flow) []geo.Flow {
	var out []geo.Flow
	for _, f := range flows {
		if f.From != geo.AnyEnd && f.To != geo.AnyEnd {
			out = append(out, f)
		}
	}
	return out
}

func (s *server) reportSource(c *fiber.Ctx, f zoneFile) (report.Source, error) {
	zones, err := s.x.Zones(c.UserContext())
	if err != nil {
		return report.Source{}, err
	}
	byCode := make(map[string]geo.Zone, len(zones))
	for _, z := range zones {
		byCode[z.Code] = z
	}
	return report.Source{Flows: f.found, Kind: f.filter.Kind, Month: f.filter.Month, Zones: byCode, Lang: report.Lang(f.lang),
		Material: func(code string) (string, string) {
			w := s.materialName(code)
			return w.TR, w.EN
		}}, nil
}
