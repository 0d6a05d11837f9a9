import type { OperationTable } from '../shared/operation.ts'
import { addLFTagsToResource } from './add-lf-tags-to-resource.ts'
import { attachRLSPolicy } from './attach-rls-policy.ts'
import { batchGrantPermissions } from './batch-grant-permissions.ts'
import { batchRevokePermissions } from './batch-revoke-permissions.ts'
import { createDataCellsFilter } from './create-data-cells-filter.ts'
import { createLakeFormationOptIn } from './create-lake-formation-opt-in.ts'
import { createLFTag } from './create-lf-tag.ts'
import { createLFTagExpression } from './create-lf-tag-expression.ts'
import { createRLSPolicy } from './create-rls-policy.ts'
import { deleteDataCellsFilter } from './delete-data-cells-filter.ts'
import { deleteLakeFormationOptIn } from './delete-lake-formation-opt-in.ts'
import { deleteLFTag } from './delete-lf-tag.ts'
import { deleteLFTagExpression } from './delete-lf-tag-expression.ts'
import { deleteRLSPolicy } from './delete-rls-policy.ts'
import { deregisterResource } from './deregister-resource.ts'
import { describeResource } from './describe-resource.ts'
import { detachRLSPolicy } from './detach-rls-policy.ts'
import { getDataCellsFilter } from './get-data-cells-filter.ts'
import { getDataLakePrincipal } from './get-data-lake-principal.ts'
import { getDataLakeSettings } from './get-data-lake-settings.ts'
import { getEffectivePermissionsForPath } from './get-effective-permissions-for-path.ts'
import { getLFTag } from './get-lf-tag.ts'
import { getLFTagExpression } from './get-lf-tag-expression.ts'
import { getResourceLFTags } from './get-resource-lf-tags.ts'
import { getRLSPolicy } from './get-rls-policy.ts'
import { getTemporaryDataLocationCredentials } from './get-temporary-data-location-credentials.ts'
import { getTemporaryGluePartitionCredentials } from './get-temporary-glue-partition-credentials.ts'
import { getTemporaryGlueTableCredentials } from './get-temporary-glue-table-credentials.ts'
import { grantPermissions } from './grant-permissions.ts'
import { listDataCellsFilter } from './list-data-cells-filter.ts'
import { listLakeFormationOptIns } from './list-lake-formation-opt-ins.ts'
import { listLFTagExpressions } from './list-lf-tag-expressions.ts'
import { listLFTags } from './list-lf-tags.ts'
import { listPermissions } from './list-permissions.ts'
import { listResources } from './list-resources.ts'
import { listRLSPolicies } from './list-rls-policies.ts'
import { listRLSPolicyAttachments } from './list-rls-policy-attachments.ts'
import type { LakeFormationOperationDeps } from './operation.ts'
import { putDataLakeSettings } from './put-data-lake-settings.ts'
import { refused } from './refused.ts'
import { registerResource } from './register-resource.ts'
import { removeLFTagsFromResource } from './remove-lf-tags-from-resource.ts'
import { revokePermissions } from './revoke-permissions.ts'
import { searchDatabasesByLFTags } from './search-databases-by-lf-tags.ts'
import { searchTablesByLFTags } from './search-tables-by-lf-tags.ts'
import { updateDataCellsFilter } from './update-data-cells-filter.ts'
import { updateLFTag } from './update-lf-tag.ts'
import { updateLFTagExpression } from './update-lf-tag-expression.ts'
import { updateResource } from './update-resource.ts'
import { updateRLSPolicy } from './update-rls-policy.ts'

export const lakeFormationOperations: OperationTable<LakeFormationOperationDeps> = {
  served: [
    grantPermissions,
    revokePermissions,
    batchGrantPermissions,
    batchRevokePermissions,
    listPermissions,
    getEffectivePermissionsForPath,
    getDataLakePrincipal,
    getTemporaryGlueTableCredentials,
    getTemporaryGluePartitionCredentials,
    getTemporaryDataLocationCredentials,
    createLFTag,
    getLFTag,
    listLFTags,
    updateLFTag,
    deleteLFTag,
    createLFTagExpression,
    getLFTagExpression,
    listLFTagExpressions,
    updateLFTagExpression,
    deleteLFTagExpression,
    addLFTagsToResource,
    removeLFTagsFromResource,
    getResourceLFTags,
    searchDatabasesByLFTags,
    searchTablesByLFTags,
    putDataLakeSettings,
    getDataLakeSettings,
    createLakeFormationOptIn,
    deleteLakeFormationOptIn,
    listLakeFormationOptIns,
    registerResource,
    updateResource,
    deregisterResource,
    describeResource,
    listResources,
    createDataCellsFilter,
    updateDataCellsFilter,
    deleteDataCellsFilter,
    getDataCellsFilter,
    listDataCellsFilter,
    createRLSPolicy,
    updateRLSPolicy,
    deleteRLSPolicy,
    getRLSPolicy,
    listRLSPolicies,
    attachRLSPolicy,
    detachRLSPolicy,
    listRLSPolicyAttachments,
  ],
  refused,
}
