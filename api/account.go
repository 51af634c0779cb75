package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/programme"
)

// accountRoutes are the ways in, one's own account, and those of others.
func (s *server) accountRoutes(r fiber.Router) {
	in := s.limit(1)
	r.Post("/accounts", in, s.guest, s.register)
	r.Post("/links", in, s.guest, s.forgot)
	r.Get("/links/:token", in, s.link)
	r.Post("/links/:token", in, s.guest, s.useLink)
	r.Post("/session", in, s.guest, s.login)
	r.Delete("/session", s.guest, s.logout)
	r.Get("/oidc", in, s.elsewhere)
	r.Get("/oidc/callback", in, s.fromProvider)
	r.Get("/demo/accounts", s.invented)
	r.Get("/me", s.me)
	r.Patch("/me", s.writer, s.patchMe)
	r.Put("/me/password", in, s.writer, s.putPassword)
	r.Get("/me/sessions", s.sessions)
	r.Delete("/me/sessions/:id<int>", s.writer, s.deleteSession)
	r.Post("/me/second", s.writer, s.postSecond)
	r.Put("/me/second", in, s.writer, s.putSecond)
	r.Delete("/me/second", in, s.writer, s.deleteSecond)
	r.Get("/me/keys", s.keys)
	r.Post("/me/keys", s.writer, s.postKey)
	r.Delete("/me/keys/:id<int>", s.writer, s.deleteKey)
	r.Post("/me/firm", s.writer, s.postFirm)
	r.Get("/firms/:id<int>/members", s.members)
	r.Post("/firms/:id<int>/members", in, s.writer, s.postMember)
	r.Patch("/firms/:id<int>/members/:user<int>", s.writer, s.patchMember)
	r.Delete("/firms/:id<int>/members/:user<int>", s.writer, s.deleteMember)
	r.Get("/users", s.users)
	r.Post("/users", s.writer, s.postUser)
	r.Patch("/users/:id<int>", s.writer, s.patchUser)
}

// meWire is who asks, and what they may do: "always", or only to what is of
// their own "firm", "zone" or account ("mine").
type meWire struct {
	Account  *accountWire                       `json:"account"` // null: nobody is logged in
	Standing geo.Standing                       `json:"standing"`
	Enrol    bool                               `json:"enrol"` // nothing goes before the second factor is there
	OpenDoor bool                               `json:"open_door"`
	OIDC     *string                            `json:"oidc"`    // what the other way to log in is called
	Through  bool                               `json:"through"` // looks through another's eyes, by X-View-As or its cookie
	Asks     []programme.ConsentKind            `json:"asks"`    // texts whose current version is still to be answered
	May      map[exchange.Action]exchange.Bound `json:"may"`
}

type accountWire struct {
	ID       int64        `json:"id"`
	Mail     string       `json:"mail"`
	Name     string       `json:"name"`
	Language string       `json:"language"`
	Standing geo.Standing `json:"standing"`
	Firm     *nameRef     `json:"firm"`
	Zone     *nameRef     `json:"zone"`
	Second   bool         `json:"second"` // has a second factor
	Demo     bool         `json:"demo"`
}

type nameRef struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func refOf(id int64, name string) *nameRef {
	if id == 0 {
		return nil
	}
	return &nameRef{id, name}
}

func wireAccount(a account.Account) accountWire {
	return accountWire{a.ID, a.Mail, a.Name, a.Language, a.Standing, refOf(a.FirmID, a.Firm), refOf(a.ZoneID, a.Zone), !a.Second.IsZero(), a.Demo}
}

func (s *server) me(c *fiber.Ctx) error {
	v := geo.ViewerOf(c.UserContext())
	w := meWire{Standing: v.Standing, Through: looksThrough(c), OpenDoor: s.writable(), OIDC: orNull(s.x.ProviderName()), Asks: []programme.ConsentKind{}, May: map[exchange.Action]exchange.Bound{}}
	if v.UserID != 0 && !v.ByKey {
		a, err := s.x.Me(c.UserContext())
		if err != nil {
			return err
		}
		mine := wireAccount(a)
		w.Account, w.Enrol = &mine, s.x.NeedsSecond(a)
		if w.Asks, err = s.x.Unsaid(c.UserContext()); err != nil {
			return err
		}
	}
	for a := range exchange.Permissions {
		if b := exchange.BoundOf(v, a); b != exchange.Never && !(v.UserID == 0 && exchange.Permissions[a].Scope == geo.NoKey && b == exchange.Mine) {
			w.May[a] = b
		}
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.JSON(w)
}

// invented lists the demo's accounts with the password that all of them have;
// none where the door is not open.
func (s *server) invented(c *fiber.Ctx) error {
	found, err := s.x.Invented(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]accountWire, len(found))
	for i, a := range found {
		out[i] = wireAccount(a)
	}
	return c.JSON(fiber.Map{"accounts": out, "password": account.DemoPassword})
}

func (s *server) register(c *fiber.Ctx) error {
	var b struct {
		Mail     string `json:"mail"`
		Name     string `json:"name"`
		Language string `json:"language"`
		Consents []struct {
			Kind    programme.ConsentKind `json:"kind"`
			Version int                   `json:"version"`
			Given   bool                  `json:"given"`
		} `json:"consents"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	said := make([]programme.Consent, len(b.Consents))
	for i, one := range b.Consents {
		said[i] = programme.Consent{Kind: one.Kind, Version: one.Version, Given: one.Given}
	}
	if err := s.x.Register(c.UserContext(), b.Mail, b.Name, b.Language, said); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusAccepted)
}

func (s *server) forgot(c *fiber.Ctx) error {
	var b struct {
		Mail string `json:"mail"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.Forgot(c.UserContext(), b.Mail); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusAccepted)
}

func (s *server) link(c *fiber.Ctx) error {
	l, err := s.x.Link(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.JSON(fiber.Map{"purpose": l.Purpose, "mail": l.Account.Mail, "name": l.Account.Name, "firm": refOf(l.FirmID, l.Firm), "second": !l.Account.Second.IsZero()})
}

func (s *server) useLink(c *fiber.Ctx) error {
	var b struct {
		Name     string `json:"name"`
		Password string `json:"password"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	token, a, err := s.x.UseLink(c.UserContext(), c.Params("token"), b.Name, b.Password, c.Get(fiber.HeaderUserAgent))
	if err != nil {
		return err
	}
	return s.welcome(c, token, a)
}

// welcome answers who came in with a session; with no token, they must log in.
func (s *server) welcome(c *fiber.Ctx, token string, a account.Account) error {
	if token != "" {
		if err := s.keepSession(c, token, a.Standing); err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.JSON(fiber.Map{"logged_in": token != "", "account": wireAccount(a)})
}

func (s *server) login(c *fiber.Ctx) error {
	var b struct {
		Mail     string `json:"mail"`
		Password string `json:"password"`
		Code     string `json:"code"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	token, a, err := s.x.Login(c.UserContext(), b.Mail, b.Password, b.Code, c.Get(fiber.HeaderUserAgent))
	if err != nil {
		return err
	}
	return s.welcome(c, token, a)
}

func (s *server) logout(c *fiber.Ctx) error {
	if e := sessionOf(c); e.ID != 0 {
		if err := s.x.Logout(c.UserContext(), e); err != nil {
			return err
		}
	}
	s.forgetSession(c)
	return c.SendStatus(fiber.StatusNoContent)
}
