/**
 * What Lake Formation leaves open, decided here, safe side first. Each is a word that the kernel
 * obeys or a limit that it reads; the tests name them.
 */

/** D-1: a data lake admin may DESCRIBE everything of the account, and may not SELECT. */
export const ADMIN_IMPLICIT_PERMISSION = 'DESCRIBE'

/** D-2: a creator’s rights are rows like any other, and can be revoked. */
export const CREATOR_SOURCE = 'creator' as const

/** D-3: DESCRIBE by name is refused to a holder of partial SELECT; by tag it shows those. */
export const DESCRIBE_EXCLUDES_PARTIAL_SELECT = true

/** D-4: a revoke does not reach those to whom the grantee passed the right on. */
export const REVOKE_CASCADES = false

/** D-5: the limits of the API, not the shorter ones of the guide. */
export const TAG_KEY_LENGTH_MAX = 128
export const TAG_VALUE_LENGTH_MAX = 256

/** D-7: a policy that names a deleted key matches nothing and stays so. */
export const DELETED_TAG_INVALIDATES_POLICY = true

/** D-8: a policy that matches no column of a table with columns gives nothing, not DESCRIBE. */
export const TABLE_TAGS_ALONE_MATCH = false

/** D-12: what a recipient grants on is cut with what was shared, at each decision. */
export const SHARES_INTERSECT = true

/** D-13: CREATE_TABLE on a database reaches places strictly below its own location. */
export const DATABASE_LOCATION_IS_OPEN_BELOW = true

/** D-23: ASSOCIATE and DESCRIBE on a tag may go to an account without grant option. */
export const TAG_SHARE_NEEDS_GRANT_OPTION = false

/** Altering a saved expression needs the right to make every grant anew that names it (D-22). */
export const EXPRESSION_WIDENS_BY_RIGHTS = true

/** D-10: attached policies leave rows of what is granted; an unmet condition lifts none of them. */
export const ROW_POLICIES_PER_ACCOUNT_MAX = 1000

/** AWS guide, "Managing LF-Tag expressions": of an account, and keys of one. */
export const EXPRESSIONS_PER_ACCOUNT_MAX = 1000
export const EXPRESSION_KEYS_MAX = 50

/** Limits of the API: values per call, values per key, tags per resource. */
export const TAG_VALUES_PER_CALL_MAX = 50
export const TAG_VALUES_PER_KEY_MAX = 1000
export const TAGS_PER_RESOURCE_MAX = 50
export const ADMINS_MAX = 30
export const FILTER_TEXT_LENGTH_MAX = 2047 // AWS guide: fewer than 2048 characters.
export const FILTER_SELECTS_PER_TABLE_MAX = 100
