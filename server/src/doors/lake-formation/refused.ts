import {
  AssumeDecoratedRoleWithSAML$,
  CancelTransaction$,
  CommitTransaction$,
  CreateLakeFormationIdentityCenterConfiguration$,
  DeleteLakeFormationIdentityCenterConfiguration$,
  DeleteObjectsOnCancel$,
  DescribeLakeFormationIdentityCenterConfiguration$,
  DescribeTransaction$,
  ExtendTransaction$,
  GetQueryState$,
  GetQueryStatistics$,
  GetTableObjects$,
  GetWorkUnitResults$,
  GetWorkUnits$,
  ListTableStorageOptimizers$,
  ListTransactions$,
  StartQueryPlanning$,
  StartTransaction$,
  UpdateLakeFormationIdentityCenterConfiguration$,
  UpdateTableObjects$,
  UpdateTableStorageOptimizer$,
} from '@aws-sdk/client-lakeformation'
import type { Refusal } from '../shared/operation.ts'

/** What the door knows and does not do. */
export const refused: readonly Refusal[] = [
  {
    reason: 'Governed tables are retired; tables here are Apache Iceberg tables.',
    operations: [
      CancelTransaction$,
      CommitTransaction$,
      DeleteObjectsOnCancel$,
      DescribeTransaction$,
      ExtendTransaction$,
      GetTableObjects$,
      ListTableStorageOptimizers$,
      ListTransactions$,
      StartTransaction$,
      UpdateTableObjects$,
      UpdateTableStorageOptimizer$,
    ],
  },
  {
    reason: 'Identity Center and SAML principals are not supported; use IAM users and roles.',
    operations: [
      AssumeDecoratedRoleWithSAML$,
      CreateLakeFormationIdentityCenterConfiguration$,
      DeleteLakeFormationIdentityCenterConfiguration$,
      DescribeLakeFormationIdentityCenterConfiguration$,
      UpdateLakeFormationIdentityCenterConfiguration$,
    ],
  },
  {
    reason: 'Query planning is not supported; engines read through the catalog.',
    operations: [
      GetQueryState$,
      GetQueryStatistics$,
      GetWorkUnitResults$,
      GetWorkUnits$,
      StartQueryPlanning$,
    ],
  },
]
