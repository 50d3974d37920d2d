/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory of domain.md 6.4, as far as it can be told without addresses and phones, which each
 * office must verify for itself. */
#include "domain/demo-private.h"

#include "model/codelist.h"

typedef struct
{
  const char *code, *name, *kind, *region, *services;
} Entry;

/* One of each in every region of the demo: code and name are completed with the region. */
static const Entry regional[] = {
  {"UPE", "Unidad de Protección Especial", "ChildProtection", NULL, "08_upe_notice;02_car"},
  {"CEM", "Centro Emergencia Mujer y Familia", "WomenEmergencyCentre", NULL,
   "04_individual;05_complaint"},
  {"UDAVIT", "Unidad Distrital de Asistencia a Víctimas y Testigos", "VictimAssistance", NULL,
   "02_sala_acogida;06_witness_protection"},
  {"TRATA-PNP", "Departamento contra la Trata de Personas de la PNP", "LawEnforcement", NULL,
   "05_complaint"},
  {"CSMC", "Centro de Salud Mental Comunitario", "HealthServiceOrganisation", NULL,
   "04_csmc;04_psychiatric"},
  {"HOSP", "Hospital regional", "HealthServiceOrganisation", NULL, "03_emergency;03_general"},
  {"ALEGRA", "Defensa Pública de Víctimas (ALEGRA)", "LegalService", NULL,
   "05_representation;05_reparation"},
};

static const Entry national[] = {
  {"DIRCTPTIM", "Dirección contra la Trata de Personas y Tráfico Ilícito de Migrantes (PNP)",
   "LawEnforcement", NULL, "05_complaint"},
  {"1818", "Línea 1818 del Ministerio del Interior", "CentralGovernmentOrganisation", NULL,
   "05_rights_info"},
  {"LINEA-100", "Línea 100 (Warmi Ñan)", "WomenEmergencyCentre", NULL, "04_crisis"},
  {"INABIF", "INABIF, centros de acogida residencial", "Shelter", NULL, "02_car"},
  {"MIGRACIONES", "Superintendencia Nacional de Migraciones", "ImmigrationService", NULL,
   "07_permit"},
  {"CEPR", "Comisión Especial para los Refugiados", "ImmigrationService", NULL, "07_refugee_claim"},
  {"RENIEC", "Registro Nacional de Identificación y Estado Civil", "CentralGovernmentOrganisation",
   NULL, "07_dni"},
  {"SUNAFIL", "Superintendencia Nacional de Fiscalización Laboral", "CentralGovernmentOrganisation",
   NULL, "11_labour_claim"},
  {"DEFENSORIA", "Defensoría del Pueblo", "CentralGovernmentOrganisation", NULL, "05_rights_info"},
  {"OIM", "Organización Internacional para las Migraciones", "InternationalOrganisation", NULL,
   "09_assisted_return"},
  {"ACNUR", "Alto Comisionado de las Naciones Unidas para los Refugiados",
   "InternationalOrganisation", NULL, "07_refugee_claim"},
};

static const Entry special[] = {
  {"FISTRAP-TUM", "Fiscalía Especializada en Trata de Personas de Tumbes", "Prosecutor", "PE-TUM",
   "05_gesell"},
  {"FISTRAP-MDD", "Fiscalía Especializada en Trata de Personas de Madre de Dios", "Prosecutor",
   "PE-MDD", "05_gesell"},
  {"FISTRAP-CUS", "Fiscalía Especializada en Trata de Personas de Cusco", "Prosecutor", "PE-CUS",
   "05_gesell"},
  {"FISTRAP-PUN", "Fiscalía Especializada en Trata de Personas de Puno", "Prosecutor", "PE-PUN",
   "05_gesell"},
  {"FISTRAP-LIM", "Fiscalía Especializada en Trata de Personas de Lima", "Prosecutor", "PE-LIM",
   "05_gesell"},
};

static const Entry ecuador[] = {
  {"FISCALIA-EC", "Fiscalía General del Estado (SPAVT), El Oro", "Prosecutor", "EC-O",
   "06_witness_protection"},
  {"MIES-EC", "Ministerio de Inclusión Económica y Social, El Oro", "CentralGovernmentOrganisation",
   "EC-O", "09_handover"},
  {"DINAPEN-EC", "DINAPEN, Loja", "LawEnforcement", "EC-L", "08_upe_notice"},
  {"JUNTA-EC", "Junta Cantonal de Protección de Derechos de Huaquillas", "ChildProtection", "EC-O",
   "08_best_interest"},
  {"CONSUL-MACHALA", "Consulado del Perú en Machala", "Consulate", "EC-O", "07_consular"},
  {"CONSUL-TUMBES", "Consulado del Ecuador en Tumbes", "Consulate", "PE-TUM", "07_consular"},
};

/* One that is there already, from an earlier fill or by hand, is used as it is. */
static gboolean
find_institution (AmpDemo *self, const char *code, gint64 *id, GError **error)
{
  const char *paths[] = {"id", NULL};
  const AmpFilter filter = {"code", AMP_OP_EQ, code};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (self->store, amp_entity_find ("institution"), paths, &filter, 1, NULL, error);
  int more = cursor == NULL ? -1 : amp_cursor_next (cursor, NULL, error);

  *id = more > 0 ? amp_cursor_int (cursor, 0) : 0;
  return more >= 0;
}

static gboolean
add_institution (AmpDemo *self,
                 const Entry *entry,
                 const char *code,
                 const char *name,
                 const char *region,
                 GError **error)
{
  AmpDemoInstitution institution = {0, region, FALSE};
  gboolean in_ecuador = region != NULL && g_str_has_prefix (region, "EC-");
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("institution"));

  institution.ecuador = in_ecuador;
  if (!find_institution (self, code, &institution.id, error))
    return FALSE;
  if (institution.id == 0)
    {
      institution.id = amp_demo_new_id (self);
      amp_record_set_identity (record, institution.id, 0);
      amp_demo_set (self, record, "code", code);
      amp_demo_set (self, record, "name_es", name);
      amp_demo_set (self, record, "short", code);
      amp_demo_set (self, record, "kind", entry->kind);
      amp_demo_set (self, record, "country", in_ecuador ? "EC" : "PE");
      amp_demo_set (self, record, "region", region);
      amp_demo_set (self, record, "services", entry->services);
      amp_demo_set_day (self, record, "verified_on", self->today - 40);
      if (self->error != NULL || !amp_store_save (self->store, record, NULL, error))
        return FALSE;
      self->n_records++;
    }
  g_array_append_val (self->institutions, institution);
  return TRUE;
}

static gboolean
add_table (AmpDemo *self, const Entry *entries, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!add_institution (self, &entries[i], entries[i].code, entries[i].name, entries[i].region,
                          error))
      return FALSE;
  return TRUE;
}

static gboolean
add_regional (AmpDemo *self, const char *region, GError **error)
{
  const AmpCode *code = amp_code_list_lookup (amp_code_list_find ("region"), region);

  for (gsize i = 0; i < G_N_ELEMENTS (regional); i++)
    {
      g_autofree char *short_name =
        g_strdup_printf ("%s-%s", regional[i].code, amp_code_attribute (code, "abbr"));
      g_autofree char *name =
        g_strdup_printf ("%s, %s", regional[i].name, amp_code_label (code, "es"));

      if (!add_institution (self, &regional[i], short_name, name, region, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
amp_demo_institutions (AmpDemo *self, GError **error)
{
  for (gsize i = 0; amp_demo_regions[i] != NULL; i++)
    if (!add_regional (self, amp_demo_regions[i], error))
      return FALSE;
  return add_table (self, national, G_N_ELEMENTS (national), error) &&
         add_table (self, special, G_N_ELEMENTS (special), error) &&
         add_table (self, ecuador, G_N_ELEMENTS (ecuador), error);
}
