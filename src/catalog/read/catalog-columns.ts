/** How a column of a system catalog is treated. */
export type ColumnDecision =
  /** A reader reads it, or a text that PostgreSQL derives from it. */
  | 'compared'
  /** OIDs, and values that follow from compared columns of the same or another catalog. */
  | 'derived'
  /** A user cannot change it once the object exists. */
  | 'fixed'
  /** Internal to the server, or specific to the machine. */
  | 'internal'
  /** Estimates about rows. */
  | 'statistics'
  /** Rows of users, and the progress of an operation. */
  | 'data'
  /** A user can set it, but the server does not use it. */
  | 'ignored';

/**
 * Every column of every catalog of PostgreSQL 14 to 18: catalog, decision, columns. The decisions apply to
 * objects of users; of built-in objects and members of extensions, only owner, privileges and comments are
 * read. Which options of an option list are compared is defined with the options.
 */
const table = `
pg_aggregate compared aggkind aggtransfn aggfinalfn aggcombinefn aggserialfn aggdeserialfn aggmtransfn aggminvtransfn
pg_aggregate compared aggmfinalfn aggfinalextra aggmfinalextra aggfinalmodify aggmfinalmodify aggsortop aggtranstype
pg_aggregate compared aggtransspace aggmtranstype aggmtransspace agginitval aggminitval aggnumdirectargs
pg_aggregate derived aggfnoid
pg_am compared amname amhandler amtype
pg_am derived oid
pg_amop compared amopfamily amopstrategy amopopr amopsortfamily
pg_amop derived oid amoplefttype amoprighttype amoppurpose amopmethod
pg_amproc compared amprocfamily amproclefttype amprocrighttype amprocnum amproc
pg_amproc derived oid
pg_attrdef compared adbin
pg_attrdef derived oid adrelid adnum
pg_attribute compared attname atttypid attstattarget atttypmod attstorage attcompression attnotnull attidentity
pg_attribute compared attgenerated attislocal attinhcount attcollation attacl attoptions attfdwoptions
pg_attribute derived attrelid attnum attlen attbyval attalign atthasdef
pg_attribute internal attcacheoff atthasmissing attmissingval attisdropped
pg_attribute ignored attndims
pg_auth_members compared roleid member grantor admin_option inherit_option set_option
pg_auth_members derived oid
pg_authid compared rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication rolbypassrls
pg_authid compared rolconnlimit rolpassword rolvaliduntil
pg_authid derived oid
pg_cast compared castsource casttarget castfunc castcontext castmethod
pg_cast derived oid
pg_class compared relname relnamespace reloftype relowner relam reltablespace relpersistence relkind relrowsecurity
pg_class compared relforcerowsecurity relispopulated relreplident relispartition relacl reloptions relpartbound
pg_class derived oid reltype reltoastrelid relhasindex relnatts relchecks relhasrules relhastriggers relhassubclass
pg_class fixed relisshared
pg_class internal relfilenode relrewrite relfrozenxid relminmxid
pg_class statistics relpages reltuples relallvisible relallfrozen
pg_collation compared collname collnamespace collowner collprovider collisdeterministic collcollate collctype
pg_collation compared colliculocale colllocale collicurules
pg_collation derived oid
pg_collation fixed collencoding
pg_collation internal collversion
pg_constraint compared conname connamespace contype condeferrable condeferred convalidated conrelid contypid
pg_constraint compared conparentid confrelid confupdtype confdeltype confmatchtype conislocal coninhcount connoinherit
pg_constraint compared conkey confkey conexclop conbin confdelsetcols conenforced conperiod
pg_constraint derived oid conindid conpfeqop conppeqop conffeqop
pg_conversion compared conname connamespace conowner conforencoding contoencoding conproc condefault
pg_conversion derived oid
pg_database compared datdba datistemplate datallowconn datconnlimit dattablespace datacl
pg_database derived oid
pg_database fixed datname encoding datcollate datctype datlocprovider daticulocale datlocale daticurules
pg_database internal datlastsysoid datfrozenxid datminmxid datcollversion dathasloginevt
pg_db_role_setting compared setdatabase setrole setconfig
pg_default_acl compared defaclrole defaclnamespace defaclobjtype defaclacl
pg_default_acl derived oid
pg_depend compared deptype
pg_depend derived classid objid objsubid refclassid refobjid refobjsubid
pg_description compared description
pg_description derived objoid classoid objsubid
pg_enum compared enumlabel
pg_enum derived oid enumtypid enumsortorder
pg_event_trigger compared evtname evtevent evtowner evtfoid evtenabled evttags
pg_event_trigger derived oid
pg_extension compared extname extowner extnamespace extversion
pg_extension derived oid
pg_extension fixed extrelocatable extconfig extcondition
pg_foreign_data_wrapper compared fdwname fdwowner fdwhandler fdwvalidator fdwacl fdwoptions
pg_foreign_data_wrapper derived oid
pg_foreign_server compared srvname srvowner srvfdw srvtype srvversion srvacl srvoptions
pg_foreign_server derived oid
pg_foreign_table compared ftserver ftoptions
pg_foreign_table derived ftrelid
pg_index compared indnatts indnkeyatts indisunique indisprimary indisexclusion indimmediate indisclustered indisvalid
pg_index compared indisready indislive indisreplident indkey indcollation indclass indoption indexprs indpred
pg_index compared indnullsnotdistinct
pg_index derived indexrelid indrelid
pg_index internal indcheckxmin
pg_inherits compared inhparent inhseqno inhdetachpending
pg_inherits derived inhrelid
pg_init_privs internal objoid classoid objsubid privtype initprivs
pg_language compared lanname lanowner lanpltrusted lanplcallfoid laninline lanvalidator lanacl
pg_language derived oid lanispl
pg_largeobject data loid pageno data
pg_largeobject_metadata data oid lomowner lomacl
pg_namespace compared nspname nspowner nspacl
pg_namespace derived oid
pg_opclass compared opcmethod opcname opcnamespace opcowner opcfamily opcintype opcdefault opckeytype
pg_opclass derived oid
pg_operator compared oprname oprnamespace oprowner oprcanmerge oprcanhash oprleft oprright oprcom oprnegate oprcode
pg_operator compared oprrest oprjoin
pg_operator derived oid oprkind oprresult
pg_opfamily compared opfmethod opfname opfnamespace opfowner
pg_opfamily derived oid
pg_parameter_acl compared parname paracl
pg_parameter_acl derived oid
pg_partitioned_table compared partstrat partnatts partattrs partclass partcollation partexprs
pg_partitioned_table derived partrelid partdefid
pg_policy compared polname polcmd polpermissive polroles polqual polwithcheck
pg_policy derived oid polrelid
pg_proc compared proname pronamespace proowner prolang procost prorows provariadic prosupport prokind prosecdef
pg_proc compared proleakproof proisstrict proretset provolatile proparallel prorettype proargtypes proallargtypes
pg_proc compared proargmodes proargnames proargdefaults protrftypes prosrc probin prosqlbody proconfig proacl
pg_proc derived oid pronargs pronargdefaults
pg_publication compared pubname pubowner puballtables pubinsert pubupdate pubdelete pubtruncate pubviaroot pubgencols
pg_publication derived oid
pg_publication_namespace compared pnnspid
pg_publication_namespace derived oid pnpubid
pg_publication_rel compared prrelid prqual prattrs
pg_publication_rel derived oid prpubid
pg_range compared rngsubtype rngmultitypid rngcollation rngsubopc rngcanonical rngsubdiff
pg_range derived rngtypid
pg_replication_origin data roident roname
pg_rewrite compared rulename ev_type ev_enabled is_instead ev_qual ev_action
pg_rewrite derived oid ev_class
pg_seclabel compared provider label
pg_seclabel derived objoid classoid objsubid
pg_sequence compared seqtypid seqstart seqincrement seqmax seqmin seqcache seqcycle
pg_sequence derived seqrelid
pg_shdepend derived dbid classid objid objsubid refclassid refobjid deptype
pg_shdescription compared description
pg_shdescription derived objoid classoid
pg_shseclabel compared provider label
pg_shseclabel derived objoid classoid
pg_statistic statistics starelid staattnum stainherit stanullfrac stawidth stadistinct
pg_statistic statistics stakind1 stakind2 stakind3 stakind4 stakind5 staop1 staop2 staop3 staop4 staop5
pg_statistic statistics stacoll1 stacoll2 stacoll3 stacoll4 stacoll5 stanumbers1 stanumbers2 stanumbers3 stanumbers4
pg_statistic statistics stanumbers5 stavalues1 stavalues2 stavalues3 stavalues4 stavalues5
pg_statistic_ext compared stxname stxnamespace stxowner stxstattarget stxkeys stxkind stxexprs stxrelid
pg_statistic_ext derived oid
pg_statistic_ext_data statistics stxoid stxdinherit stxdndistinct stxddependencies stxdmcv stxdexpr
pg_subscription compared subname subowner subenabled subbinary substream subconninfo subslotname subsynccommit
pg_subscription compared subpublications subtwophasestate subdisableonerr subpasswordrequired subrunasowner suborigin
pg_subscription compared subfailover
pg_subscription derived oid subdbid
pg_subscription data subskiplsn
pg_subscription_rel data srsubid srrelid srsubstate srsublsn
pg_tablespace compared spcname spcowner spcacl spcoptions
pg_tablespace derived oid
pg_transform compared trftype trflang trffromsql trftosql
pg_transform derived oid
pg_trigger compared tgname tgparentid tgfoid tgtype tgenabled tgisinternal tgconstrrelid tgdeferrable tginitdeferred
pg_trigger compared tgattr tgargs tgqual tgoldtable tgnewtable
pg_trigger derived oid tgrelid tgconstrindid tgconstraint tgnargs
pg_ts_config compared cfgname cfgnamespace cfgowner cfgparser
pg_ts_config derived oid
pg_ts_config_map compared maptokentype mapseqno mapdict
pg_ts_config_map derived mapcfg
pg_ts_dict compared dictname dictnamespace dictowner dicttemplate dictinitoption
pg_ts_dict derived oid
pg_ts_parser compared prsname prsnamespace prsstart prstoken prsend prsheadline prslextype
pg_ts_parser derived oid
pg_ts_template compared tmplname tmplnamespace tmplinit tmpllexize
pg_ts_template derived oid
pg_type compared typname typnamespace typowner typlen typbyval typtype typcategory typispreferred typisdefined typdelim
pg_type compared typsubscript typelem typinput typoutput typreceive typsend typmodin typmodout typanalyze typalign
pg_type compared typstorage typnotnull typbasetype typtypmod typcollation typdefaultbin typdefault typacl
pg_type derived oid typrelid typarray
pg_type ignored typndims
pg_user_mapping compared umuser umserver umoptions
pg_user_mapping derived oid
`;

/** By catalog: the decision on each of its columns. */
export const catalogColumns: ReadonlyMap<string, ReadonlyMap<string, ColumnDecision>> = parse(table);

function parse(text: string): ReadonlyMap<string, ReadonlyMap<string, ColumnDecision>> {
  const catalogs = new Map<string, Map<string, ColumnDecision>>();
  for (const line of text.trim().split('\n')) {
    const [catalog = '', decision, ...columns] = line.split(' ');
    const decided = catalogs.get(catalog) ?? new Map<string, ColumnDecision>();
    for (const column of columns) decided.set(column, decision as ColumnDecision);
    catalogs.set(catalog, decided);
  }
  return catalogs;
}
