import { abortMultipartUpload } from './abort-multipart-upload.ts'
import { completeMultipartUpload } from './complete-multipart-upload.ts'
import { copyObject } from './copy-object.ts'
import { createBucket } from './create-bucket.ts'
import { createMultipartUpload } from './create-multipart-upload.ts'
import { deleteBucket } from './delete-bucket.ts'
import { deleteBucketOwnershipControls } from './delete-bucket-ownership-controls.ts'
import { deleteBucketPolicy } from './delete-bucket-policy.ts'
import { deleteBucketTagging } from './delete-bucket-tagging.ts'
import { deleteObject } from './delete-object.ts'
import { deleteObjectTagging } from './delete-object-tagging.ts'
import { deleteObjects } from './delete-objects.ts'
import { deletePublicAccessBlock } from './delete-public-access-block.ts'
import { getBucketAcl } from './get-bucket-acl.ts'
import { getBucketLocation } from './get-bucket-location.ts'
import { getBucketOwnershipControls } from './get-bucket-ownership-controls.ts'
import { getBucketPolicy } from './get-bucket-policy.ts'
import { getBucketPolicyStatus } from './get-bucket-policy-status.ts'
import { getBucketTagging } from './get-bucket-tagging.ts'
import { getBucketVersioning } from './get-bucket-versioning.ts'
import { getObject } from './get-object.ts'
import { getObjectAcl } from './get-object-acl.ts'
import { getObjectAttributes } from './get-object-attributes.ts'
import { getObjectTagging } from './get-object-tagging.ts'
import { getPublicAccessBlock } from './get-public-access-block.ts'
import { headBucket } from './head-bucket.ts'
import { headObject } from './head-object.ts'
import { listBuckets } from './list-buckets.ts'
import { listMultipartUploads } from './list-multipart-uploads.ts'
import { listObjectVersions } from './list-object-versions.ts'
import { listObjects } from './list-objects.ts'
import { listObjectsV2 } from './list-objects-v2.ts'
import { listParts } from './list-parts.ts'
import type { RefusedResource, S3Operation } from './operation.ts'
import { putBucketAcl } from './put-bucket-acl.ts'
import { putBucketOwnershipControls } from './put-bucket-ownership-controls.ts'
import { putBucketPolicy } from './put-bucket-policy.ts'
import { putBucketTagging } from './put-bucket-tagging.ts'
import { putBucketVersioning } from './put-bucket-versioning.ts'
import { putObject } from './put-object.ts'
import { putObjectAcl } from './put-object-acl.ts'
import { putObjectTagging } from './put-object-tagging.ts'
import { putPublicAccessBlock } from './put-public-access-block.ts'
import { uploadPart } from './upload-part.ts'
import { uploadPartCopy } from './upload-part-copy.ts'

/** In the order of asking: what the query or a header names comes before the plain method. */
export const served: readonly S3Operation[] = [
  createMultipartUpload,
  uploadPartCopy,
  uploadPart,
  completeMultipartUpload,
  abortMultipartUpload,
  listParts,
  listMultipartUploads,
  deleteObjects,
  getBucketAcl,
  getObjectAcl,
  putBucketAcl,
  putObjectAcl,
  getBucketOwnershipControls,
  putBucketOwnershipControls,
  deleteBucketOwnershipControls,
  getPublicAccessBlock,
  putPublicAccessBlock,
  deletePublicAccessBlock,
  getBucketPolicyStatus,
  getBucketLocation,
  getBucketVersioning,
  deleteBucketTagging,
  deleteObjectTagging,
  getBucketTagging,
  getObjectAttributes,
  getObjectTagging,
  listObjectVersions,
  putBucketTagging,
  putBucketVersioning,
  putObjectTagging,
  putBucketPolicy,
  getBucketPolicy,
  deleteBucketPolicy,
  listObjectsV2,
  listObjects,
  createBucket,
  headBucket,
  deleteBucket,
  listBuckets,
  copyObject,
  putObject,
  getObject,
  headObject,
  deleteObject,
]

const NO_METHOD = 'the method does not fit'
const NOT_KEPT = 'this is not kept here'

export const refused: readonly RefusedResource[] = [
  { query: 'acl', reason: NO_METHOD },
  { query: 'object-lock', reason: NOT_KEPT },
  { query: 'retention', reason: NOT_KEPT },
  { query: 'legal-hold', reason: NOT_KEPT },
  { query: 'tagging', reason: NO_METHOD },
  { query: 'cors', reason: NOT_KEPT },
  { query: 'website', reason: 'buckets are not served as web sites' },
  { query: 'lifecycle', reason: NOT_KEPT },
  { query: 'replication', reason: NOT_KEPT },
  { query: 'encryption', reason: NOT_KEPT },
  { query: 'notification', reason: NOT_KEPT },
  { query: 'logging', reason: 'the audit records every change and denial' },
  { query: 'accelerate', reason: NOT_KEPT },
  { query: 'abac', reason: NOT_KEPT },
  { query: 'annotation', reason: NOT_KEPT },
  { query: 'metadataConfiguration', reason: NOT_KEPT },
  { query: 'metadataTable', reason: NOT_KEPT },
  { query: 'metadataAnnotationTable', reason: NOT_KEPT },
  { query: 'metadataInventoryTable', reason: NOT_KEPT },
  { query: 'metadataJournalTable', reason: NOT_KEPT },
  { query: 'requestPayment', reason: NOT_KEPT },
  { query: 'publicAccessBlock', reason: NO_METHOD },
  { query: 'policyStatus', reason: NO_METHOD },
  { query: 'ownershipControls', reason: NO_METHOD },
  { query: 'analytics', reason: NOT_KEPT },
  { query: 'inventory', reason: NOT_KEPT },
  { query: 'metrics', reason: NOT_KEPT },
  { query: 'intelligent-tiering', reason: NOT_KEPT },
  { query: 'torrent', reason: NOT_KEPT },
  { query: 'restore', reason: NOT_KEPT },
  { query: 'select', reason: 'objects are not queried' },
  { query: 'renameObject', reason: NOT_KEPT },
  { query: 'session', reason: NOT_KEPT },
  { query: 'policy', reason: NO_METHOD },
  { query: 'location', reason: NO_METHOD },
]
