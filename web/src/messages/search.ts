// What the search box says.

const tr = {
  groups: { zone: "Bölgeler", place: "İlçeler", material: "Malzemeler", class: "İş kolları (NACE)", firm: "Firmalar" } as Record<string, string>,
};

const en: typeof tr = {
  groups: { zone: "Zones", place: "Districts", material: "Materials", class: "Activities (NACE)", firm: "Firms" },
};

export const search = { tr, en };
