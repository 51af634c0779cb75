package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/ogc"
)

// Part 4 (OGC 20-002): features are created, replaced, updated and deleted one
// by one. A change names by If-Match what it was made of.

const typeMergePatch = "application/merge-patch+json"

// writes are what may be done with one feature of a collection, by method.
type writes map[string]func(s *server, c *fiber.Ctx, of ogc.Collection, id, version int64) error

var writable = map[string]writes{
	"resources": {fiber.MethodPut: replaceResource, fiber.MethodPatch: replaceResource, fiber.MethodDelete: dropResource},
	"firms":     {fiber.MethodPut: replaceFirm, fiber.MethodPatch: replaceFirm},
}

// created are the collections that take single features.
var created = map[string]func(s *server, c *fiber.Ctx, of ogc.Collection) (int64, error){"resources": addResource, "firms": addFirm}

// allow lists the methods that a collection's items, or one of them, take.
func allow(collection string, item bool) string {
	out := []string{"GET", "HEAD", "OPTIONS"}
	if _, yes := created[collection]; yes && !item {
		out = append(out, "POST")
	}
	for _, method := range []string{fiber.MethodPut, fiber.MethodPatch, fiber.MethodDelete} {
		if writable[collection][method] != nil && item {
			out = append(out, method)
		}
	}
	return strings.Join(out, ", ")
}

// ogcOptions says which methods an address takes.
func (s *server) ogcOptions(c *fiber.Ctx) error {
	of, err := collectionOf(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderAllow, allow(of.ID, c.Params("feature") != ""))
	return c.SendStatus(fiber.StatusNoContent)
}

// isFeature reports whether the body is one feature, not a table.
func isFeature(c *fiber.Ctx) bool {
	media, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || c.Request().IsBodyStream() || media != typeGeoJSON && media != typeJSON {
		return false
	}
	var f struct {
		Type string `json:"type"`
	}
	return json.Unmarshal(c.Body(), &f) == nil && f.Type != "FeatureCollection"
}

// ogcAdd stores a feature that is new.
func (s *server) ogcAdd(c *fiber.Ctx, of ogc.Collection) error {
	if err := onlyKnown(c); err != nil {
		return err
	}
	id, err := created[of.ID](s, c, of)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLocation, fmt.Sprintf("%s/collections/%s/items/%d", ogcBase(c), of.ID, id))
	return s.written(c, of, id, fiber.StatusCreated)
}

// written answers with the feature as it is now.
func (s *server) written(c *fiber.Ctx, of ogc.Collection, id int64, status int) error {
	body, err := s.feature(c.UserContext(), of, id, ogc.CRSs[0])
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderETag, tagOf(body, ""))
	c.Set(fiber.HeaderContentType, typeGeoJSON)
	return c.Status(status).Send(body)
}

// feature returns one feature as GeoJSON, or geo.ErrNotFound.
func (s *server) feature(ctx context.Context, of ogc.Collection, id int64, crs ogc.CRS) ([]byte, error) {
	rows, err := s.x.Features(ctx, ogc.Query{Collection: of.ID, IDs: []int64{id}, CRS: crs, Limit: 1})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	body := rows.Next(nil)
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if body == nil {
		return nil, geo.ErrNotFound
	}
	return body, nil
}

// tagOf is the strong validator of a feature's representation of a kind; what
// stands before the dot is the feature's own, whatever its representation.
func tagOf(feature []byte, kind string) string {
	sum := sha256.Sum256(feature)
	tag := hex.EncodeToString(sum[:12])
	if kind != "" {
		tag += "." + kind
	}
	return `"` + tag + `"`
}

// ogcWrite changes one feature, if it is still what If-Match says.
func (s *server) ogcWrite(c *fiber.Ctx) error {
	of, err := collectionOf(c)
	if err != nil {
		return err
	}
	do := writable[of.ID][c.Method()]
	if do == nil {
		c.Set(fiber.HeaderAllow, allow(of.ID, true))
		return fiber.ErrMethodNotAllowed
	}
	if err := onlyKnown(c); err != nil {
		return err
	}
	id, err := id(c, "feature")
	if err != nil {
		return err
	}
	// the version is read before what is compared: a change between them is noticed
	version, err := s.x.Version(c.UserContext(), of.ID, id)
	if err != nil {
		return err
	}
	body, err := s.feature(c.UserContext(), of, id, ogc.CRSs[0])
	if err != nil {
		return err
	}
	switch match := c.Get(fiber.HeaderIfMatch); {
	case match == "":
		return fiber.NewError(fiber.StatusPreconditionRequired, "If-Match must name the ETag of what is changed")
	case match != "*" && !matches(match, tagOf(body, "")):
		return geo.ErrStale
	}
	return do(s, c, of, id, version)
}

// matches reports whether an If-Match names a feature's tag, of whichever
// representation.
func matches(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		own, _, _ := strings.Cut(strings.Trim(strings.TrimSpace(one), `"`), ".")
		if `"`+own+`"` == tag && strings.HasPrefix(strings.TrimSpace(one), `"`) {
			return true
		}
	}
	return false
}

// whole reports whether the body replaces a feature or says a part of it.
func whole(c *fiber.Ctx) (bool, error) {
	media, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if put := c.Method() != fiber.MethodPatch; err == nil && (media == typeGeoJSON || media == typeJSON || media == typeMergePatch && !put) {
		return put, nil
	}
	return false, fiber.NewError(fiber.StatusUnsupportedMediaType, "a feature is application/geo+json, what is said of one application/merge-patch+json")
}

func addResource(s *server, c *fiber.Ctx, of ogc.Collection) (int64, error) {
	f, err := readFeature(c, true)
	if err != nil {
		return 0, err
	}
	var r geo.Resource
	if err := s.fill(c, &r, f, of, true); err != nil {
		return 0, err
	}
	p, err := s.x.PostResource(c.UserContext(), r)
	return p.Resource.ID, err
}

// fill writes a feature into r, whose site is the one that it names or that
// lies where it does.
func (s *server) fill(c *fiber.Ctx, r *geo.Resource, f featureBody, of ogc.Collection, whole bool) error {
	firm := r.FirmID
	if err := set(r, f, of, resourceSetters, whole); err != nil {
		return err
	}
	usual(r)
	places, err := s.placesOf(c, f)
	if err != nil {
		return err
	}
	_, named := f.Properties["site_id"]
	if named || places == nil && r.FirmID == firm && r.SiteID != 0 {
		return nil
	}
	var at *geo.Point
	if len(places) > 1 {
		return geo.Invalid("geometry", "type", "a resource lies at one place")
	} else if len(places) == 1 {
		at = &places[0]
	}
	if r.FirmID == 0 {
		return geo.Invalid("firm_id", "required", "is missing")
	}
	r.SiteID, err = s.x.SiteAt(c.UserContext(), r.FirmID, at)
	return err
}

func replaceResource(s *server, c *fiber.Ctx, of ogc.Collection, id, version int64) error {
	all, err := whole(c)
	if err != nil {
		return err
	}
	f, err := readFeature(c, all)
	if err != nil {
		return err
	}
	was, err := s.x.Posting(c.UserContext(), id)
	if err != nil {
		return err
	}
	r := was.Resource
	if err := s.fill(c, &r, f, of, all); err != nil {
		return err
	}
	r.ID, r.Version = id, version
	if _, err := s.x.PostResource(c.UserContext(), r); err != nil {
		return err
	}
	return s.written(c, of, id, fiber.StatusOK)
}

func dropResource(s *server, c *fiber.Ctx, _ ogc.Collection, id, version int64) error {
	if err := s.x.WithdrawResource(c.UserContext(), id, version); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func addFirm(s *server, c *fiber.Ctx, of ogc.Collection) (int64, error) {
	f, err := readFeature(c, true)
	if err != nil {
		return 0, err
	}
	var e geo.FirmEntry
	if err := set(&e.Firm, f, of, firmSetters, true); err != nil {
		return 0, err
	}
	places, err := s.placesOf(c, f)
	if err != nil {
		return 0, err
	}
	for i, p := range places {
		e.Sites = append(e.Sites, geo.Site{Ref: strconv.Itoa(i + 1), Name: e.Firm.Name, Place: p})
	}
	return s.x.AddFirm(c.UserContext(), e)
}

func replaceFirm(s *server, c *fiber.Ctx, of ogc.Collection, id, version int64) error {
	all, err := whole(c)
	if err != nil {
		return err
	}
	f, err := readFeature(c, all)
	if err != nil {
		return err
	}
	firm, sites, err := s.x.Firm(c.UserContext(), id)
	if err != nil {
		return err
	}
	if err := set(&firm, f, of, firmSetters, all); err != nil {
		return err
	}
	places, err := s.placesOf(c, f)
	if err != nil {
		return err
	}
	if err := samePlaces(places, sites); err != nil {
		return err
	}
	firm.ID = id
	if err := s.x.ReplaceFirm(c.UserContext(), firm, version); err != nil {
		return err
	}
	return s.written(c, of, id, fiber.StatusOK)
}

// samePlaces refuses a geometry that is another than the sites': they are
// moved by a table of firms, which says which is which.
func samePlaces(places []geo.Point, sites []geo.Site) error {
	for _, p := range places {
		if !exchange.AnyAt(sites, p) {
			return geo.Invalid("geometry", "unknown", "no site of the firm lies there: sites are moved by tables of firms")
		}
	}
	if places != nil && len(places) != len(sites) {
		return geo.Invalid("geometry", "length", "the firm has %d sites", len(sites))
	}
	return nil
}
