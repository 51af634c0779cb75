package api

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type consentTextWire struct {
	Kind    programme.ConsentKind `json:"kind"`
	Version int                   `json:"version"`
	Text    words                 `json:"text"`
	At      time.Time             `json:"at"`
}

// consentTexts tells the current texts; with history=true every version.
func (s *server) consentTexts(c *fiber.Ctx) error {
	q := query{c: c}
	all := q.yes("history")
	if err := q.errs.Err(); err != nil {
		return err
	}
	read := s.x.ConsentTexts
	if all != nil && *all {
		read = s.x.ConsentHistory
	}
	found, err := read(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]consentTextWire, len(found))
	for i, t := range found {
		out[i] = consentTextWire{t.Kind, t.Version, words{t.TextTR, t.TextEN}, t.At}
	}
	return c.JSON(fiber.Map{"texts": out})
}

func (s *server) postConsentText(c *fiber.Ctx) error {
	var b struct {
		Kind programme.ConsentKind `json:"kind"`
		Text words                 `json:"text"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	version, asked, err := s.x.AddConsentText(c.UserContext(), programme.ConsentText{Kind: b.Kind, TextTR: b.Text.TR, TextEN: b.Text.EN})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"version": version, "asked": asked})
}

type consentWire struct {
	Kind    programme.ConsentKind `json:"kind"`
	Version int                   `json:"version"`
	Given   bool                  `json:"given"`
	At      time.Time             `json:"at"`
}

func (s *server) consents(c *fiber.Ctx) error {
	found, err := s.x.Consents(c.UserContext())
	if errors.Is(err, geo.ErrNotFound) || errors.Is(err, geo.ErrForbidden) {
		return c.JSON(fiber.Map{"consents": nil}) // who has no account has said nothing
	}
	if err != nil {
		return err
	}
	out := make([]consentWire, len(found))
	for i, x := range found {
		out[i] = consentWire(x)
	}
	return c.JSON(fiber.Map{"consents": out})
}

func (s *server) putConsent(c *fiber.Ctx) error {
	var b struct {
		Version int  `json:"version"`
		Given   bool `json:"given"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.Consent(c.UserContext(), programme.Consent{Kind: programme.ConsentKind(c.Params("kind")), Version: b.Version, Given: b.Given}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// personData hands out everything about who asks, as a ZIP file with one JSON
// document in it, or with format=json that alone.
func (s *server) personData(c *fiber.Ctx) error {
	data, err := s.x.PersonData(c.UserContext())
	if err != nil {
		return err
	}
	var shown bytes.Buffer
	if err := json.Indent(&shown, data, "", "  "); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	if c.Query("format") == "json" {
		attach(c, fiber.MIMEApplicationJSON, "simbiyoz.json")
		return c.Send(shown.Bytes())
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	f, err := z.Create("simbiyoz.json")
	if err != nil {
		return err
	}
	if _, err := f.Write(shown.Bytes()); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	attach(c, "application/zip", "simbiyoz.zip")
	return c.Send(out.Bytes())
}

func (s *server) forgetMe(c *fiber.Ctx) error {
	var b struct {
		Mail string `json:"mail"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.ForgetMe(c.UserContext(), b.Mail); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
