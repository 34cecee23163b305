"""What Azure DevOps answers when it refuses."""

from collections.abc import Sequence

from azdo_emulator.model.errors import Refused


def organization_not_found(name: str) -> Refused:
    """No organisation has this name. Not seen live as JSON: the service answers with a page."""
    return Refused(404, "OrganizationNotFound", f"The organization '{name}' does not exist.")


def project_not_found(project: str) -> Refused:
    """No project has this id or name."""
    return Refused(
        404,
        "ProjectDoesNotExistException",
        f"VS800075: The project with id '{project}' does not exist, "
        "or you do not have permission to access it.",
    )


def process_not_found(process_id: str) -> Refused:
    """No process has this id. Status, type key and words not seen live."""
    return Refused(404, "ProcessNotFoundException", f"The process with id '{process_id}' does not exist.")


def project_exists(name: str) -> Refused:
    """Two projects cannot share a name. Status and type key not seen live."""
    return Refused(
        400,
        "ProjectAlreadyExistsException",
        f"TF200019: The following project already exists on the Azure DevOps Server: {name}. You cannot "
        "create a new project with the same name as an existing project. Provide a different name.",
    )


def project_name_not_valid(name: str) -> Refused:
    """A project has a name of at most 64 plain characters. Status, type key and words not seen live."""
    return Refused(
        400,
        "InvalidProjectNameException",
        f"The project name '{name}' is empty, too long or has a character that is not allowed.",
    )


def project_word_not_known(word: str, known: Sequence[str]) -> Refused:
    """Visibility and source control go by words. Status, type key and words not seen live."""
    return Refused(400, "ArgumentException", f"'{word}' is not one of {', '.join(known)}.")


def property_of_the_service(name: str) -> Refused:
    """What the service keeps of a project is not the caller's. Status, type key and words not seen live."""
    return Refused(
        400, "ProjectPropertyNotEditableException", f"The project property '{name}' cannot be changed."
    )


def operation_not_found(operation_id: str) -> Refused:
    """Nobody has begun such an operation. Type key and words not seen live."""
    return Refused(
        404, "OperationNotFoundException", f"The operation with id '{operation_id}' does not exist."
    )


def team_not_found(team: str) -> Refused:
    """The project has no team of this id or name. Type key and words not seen live."""
    return Refused(404, "TeamNotFoundException", f"The team with id '{team}' does not exist.")


def default_team_stays(name: str) -> Refused:
    """A project keeps its default team. Status, type key and words not seen live."""
    return Refused(
        400,
        "TeamDeletionException",
        f"The team '{name}' is the default of its project and cannot be deleted.",
    )


def identity_not_added(origin_id: str) -> Refused:
    """The directory has nobody of this id, or Azure DevOps does not see them yet."""
    return Refused(200, "VS403283", f"Could not add user '{origin_id}' at this time.")


def not_a_service_principal(origin_id: str) -> Refused:
    """The id is known, but not as the object id of a service principal in the organisation's tenant.

    Microsoft's documentation has these words for the object id of an application. The key was not seen live.
    """
    return Refused(200, "5000", f"Failed to create service principal with object ID '{origin_id}'")


def user_not_named() -> Refused:
    """An entitlement says whose it is."""
    return Refused(
        200,
        "5000",
        "The Id, OriginId, or User.PrincipalName must be set. "
        "The Principal Name is usually an email address.",
    )


def licence_not_known(licence: str, known: Sequence[str]) -> Refused:
    """The service has no such licence; `basic` is a word of clients only. Status and words not seen live."""
    return Refused(
        400,
        "ArgumentException",
        f"The account license type '{licence}' is not valid. Valid values: {', '.join(known)}.",
    )


def source_not_known(source: str, known: Sequence[str]) -> Refused:
    """The service has no such source of licences. Status and words not seen live."""
    return Refused(
        400,
        "ArgumentException",
        f"The licensing source '{source}' is not valid. Valid values: {', '.join(known)}.",
    )


def search_filter_not_known(word: str, known: Sequence[str]) -> Refused:
    """A search looks at some things only. Status, type key and words not seen live."""
    return Refused(400, "ArgumentException", f"The search filter '{word}' is not one of {', '.join(known)}.")


def identity_not_found(identity_id: str) -> Refused:
    """The organisation knows no such identity. Words not seen live."""
    return Refused(
        404, "IdentityNotFoundException", f"The identity with id {identity_id} could not be found."
    )


def filter_not_valid(words: str) -> Refused:
    """A filter of members speaks of what they have. Status, type key and words not seen live."""
    return Refused(400, "InvalidQueryStringException", f"The filter is not valid: {words}")


def group_type_not_known(group_type: str, known: Sequence[str]) -> Refused:
    """A project's groups go by types. Status, type key and words not seen live."""
    return Refused(
        400, "ArgumentException", f"The group type '{group_type}' is not one of {', '.join(known)}."
    )


def change_not_known(path: str) -> Refused:
    """A patch changes what an entitlement has. Status, type key and words not seen live."""
    return Refused(400, "ArgumentException", f"The path '{path}' of the patch is not one of an entitlement.")


def change_not_valid(path: str) -> Refused:
    """The value of a patch is none for its path. Status, type key and words not seen live."""
    return Refused(400, "ArgumentException", f"The value for the path '{path}' of the patch is not valid.")


def entitlement_not_found(storage_key: str) -> Refused:
    """No member has this storage key. Words not seen live."""
    return Refused(404, "NotFoundException", f"The member with id '{storage_key}' was not found.")


def page_not_found() -> Refused:
    """The route takes descriptors, so anything else is no route at all."""
    return Refused(404, "", "Page not found.")


def subject_not_found(descriptor: str) -> Refused:
    """A well-formed descriptor of nobody whom the organisation knows."""
    return Refused(
        404,
        "GraphSubjectNotFoundException",
        f"VS403325: The graph subject with descriptor '{descriptor}' could not be found. You may need to "
        "create the subject in the enclosing enterprise, or add organization-level memberships to make a "
        "subject in the enterprise visible in the enclosing organization",
    )


def not_a_group(descriptor: str) -> Refused:
    """Only a group has members. Status not seen live."""
    return Refused(
        400,
        "CannotEditChildrenOfNonGroupException",
        f"VS403339: Cannot add or remove child from graph subject with descriptor '{descriptor}' "
        "because it is not a group.",
    )


def valid_users_keeps_itself() -> Refused:
    """Nobody is put into a Valid Users group, or taken out of it, by hand. Status not seen live."""
    return Refused(
        400,
        "ModifyEveryoneGroupException",
        "TF50618: The Azure DevOps Valid Users group cannot be modified directly.",
    )


def cyclic_membership(container: str, member: str) -> Refused:
    """A group cannot be inside itself. Status not seen live."""
    return Refused(
        400,
        "AddMemberCyclicMembershipException",
        "TF50233: A cyclic group containment error occurred when adding a group member. "
        f"The group {member} already has the group {container} as a contained member.",
    )


def membership_not_found(member: str, container: str) -> Refused:
    """The member is not in the group."""
    return Refused(
        404,
        "GraphMembershipNotFoundException",
        f"VS403328: The graph membership for member descriptor '{member}' and container descriptor "
        f"'{container}' could not be found. You may need to create this membership in the enclosing "
        "enterprise or organization.",
    )


def group_exists(name: str, scope: str) -> Refused:
    """Two groups of a scope cannot share a name. Status not seen live."""
    return Refused(
        409, "GroupCreationException", f"TF50624: A group named {name} already exists in scope {scope}."
    )


def group_of_entra(descriptor: str) -> Refused:
    """What a group of Entra is called is Entra's to change. Status, type key and words not seen live."""
    return Refused(
        400,
        "GraphBadRequestException",
        f"The group with descriptor '{descriptor}' is not of Azure DevOps and cannot be changed here.",
    )


def storage_key_not_found(storage_key: str) -> Refused:
    """The organisation knows nobody of this storage key. Type key and words not seen live."""
    return Refused(
        404,
        "StorageKeyNotFoundException",
        f"The specified storage key '{storage_key}' does not exist.",
    )


def creation_context_not_valid() -> Refused:
    """Who is to be known is named in some way. Status, type key and words not seen live."""
    return Refused(
        400, "GraphBadRequestException", "The creation context names neither a display name nor an origin."
    )


def continuation_token_not_valid() -> Refused:
    """A list goes on from what the page before said. Status, type key and words not seen live."""
    return Refused(400, "ArgumentException", "The continuation token is not valid.")


def origin_not_found(origin_id: str) -> Refused:
    """The organisation's directory has no group, or nobody, of this id."""
    return Refused(
        404, "NotFoundException", f"VS860016: Could not find originId '{origin_id}' in the backing domain"
    )


def endpoint_exists(name: str) -> Refused:
    """Two service connections of a project cannot share a name. Status and type key not seen live."""
    return Refused(
        409,
        "DuplicateServiceConnectionException",
        f"Service connection with name {name} already exists. Only a user having Administrator/User role "
        f"permissions on service connection {name} can see it.",
    )


def endpoint_without_name() -> Refused:
    """A service connection has a name. Status, type key and words not seen live."""
    return Refused(
        400,
        "ArgumentException",
        "The string must have at least one character.\r\nParameter name: endpoint.Name",
    )


def endpoint_name_too_long() -> Refused:
    """A name has a limit. That it is 255, and these words, which a long token gets, were not seen live."""
    return Refused(
        400, "ArgumentException", "The String length exceeds maximum limit.\r\nParameter name: endpoint.Name"
    )


def endpoint_type_not_found(type: str, scheme: str) -> Refused:
    """There is no such type, or it has no such scheme. Status not seen live."""
    return Refused(
        400,
        "ServiceEndpointException",
        f"Unable to find service connection type '{type}' using authentication scheme '{scheme}'.",
    )


def conversion_refused(present: str, wanted: str) -> Refused:
    """Only a secret is converted, and for seven days back again. Status, type key and words not seen live."""
    return Refused(
        400,
        "ServiceEndpointException",
        f"The authentication scheme '{present}' cannot be converted to '{wanted}'.",
    )


def data_source_not_found(name: str) -> Refused:
    """A connection is asked for something that the sandbox does not have. Not seen live."""
    return Refused(400, "ServiceEndpointException", f"Unable to find data source '{name}'.")


def endpoint_without_project() -> Refused:
    """A service connection belongs to a project."""
    return Refused(400, "ArgumentException", "At least one project reference required to create an endpoint.")


def endpoint_not_found(endpoint_id: str) -> Refused:
    """No service connection has this id; only a change says so, a read answers null. Words not seen live."""
    return Refused(
        404, "ServiceEndpointNotFoundException", f"Service endpoint with id '{endpoint_id}' was not found."
    )


def agent_pool_not_found(pool_id: int) -> Refused:
    """No pool has this number. Type key not seen live."""
    return Refused(404, "TaskAgentPoolNotFoundException", f"Agent pool {pool_id} not found.")


def agent_pool_exists(name: str) -> Refused:
    """Two pools cannot share a name. Status not seen live."""
    return Refused(409, "TaskAgentPoolExistsException", f"Agent pool {name} already exists.")


def agent_not_found(agent_id: int, pool: str) -> Refused:
    """The pool has no agent of this number. Type key not seen live."""
    return Refused(404, "TaskAgentNotFoundException", f"Agent {agent_id} does not exist in pool {pool}.")


def agent_queue_not_found(queue_id: int) -> Refused:
    """The project has no queue of this number. Type key and words not seen live."""
    return Refused(
        404, "TaskAgentQueueNotFoundException", f"No agent queue found with identifier {queue_id}."
    )


def agent_queue_exists(name: str) -> Refused:
    """Two queues of a project cannot share a name. Status and words not seen live."""
    return Refused(409, "TaskAgentQueueExistsException", f"Agent queue {name} already exists.")


def variable_group_not_found(group_id: int) -> Refused:
    """The project has no group of this number. Type key and words not seen live."""
    return Refused(404, "VariableGroupNotFoundException", f"Variable group {group_id} does not exist.")


def policy_not_found(name: str) -> Refused:
    """There is no such policy, or the sandbox does not know it. Not seen live."""
    return Refused(404, "PolicyNotFoundException", f"The policy '{name}' does not exist.")


def token_refused(error: str) -> Refused:
    """A personal access token is refused: like all about one of them, this comes in the body of a 200."""
    return Refused(200, error, "")


def patch_not_valid(path: str) -> Refused:
    """A JSON patch of something that cannot change, or to something that it cannot be. Not seen live."""
    return Refused(400, "VssPropertyValidationException", f"The patch of '{path}' is not valid.")


def subscription_not_found(subscription_id: str) -> Refused:
    """No service hook has this id. Type key and words not seen live."""
    return Refused(
        404, "SubscriptionNotFoundException", f"The subscription {subscription_id} could not be found."
    )


def feed_not_found(feed: str) -> Refused:
    """No feed has this id or name. Words not seen live."""
    return Refused(404, "FeedIdNotFoundException", f"The feed with ID '{feed}' doesn't exist.")


def elastic_pool_endpoint_not_valid(endpoint_id: str) -> Refused:
    """An elastic pool wants a connection to Azure. Not seen live."""
    return Refused(
        400, "InvalidElasticPoolException", f"The service connection '{endpoint_id}' is none to Azure."
    )


def work_item_type_not_found(type: str, project: str) -> Refused:
    """The project's process has no such type. Type key not seen live."""
    return Refused(
        404,
        "WorkItemTypeNotFoundException",
        f"VS402323: Work item type {type} does not exist in project {project} "
        "or you do not have permission to access it.",
    )


def work_item_not_found(work_item_id: int) -> Refused:
    """No work item has this number. Type key not seen live."""
    return Refused(
        404,
        "WorkItemNotFoundException",
        f"TF401232: Work item {work_item_id} does not exist, or you do not have permissions to read it.",
    )


def field_refused(field: str, code: str) -> Refused:
    """A rule of the work item's type is broken. Type key not seen live."""
    return Refused(
        400, "RuleValidationException", f"TF401320: Rule Error for field {field}. Error code: {code}."
    )


def security_namespace_not_found(namespace_id: str) -> Refused:
    """There is no such namespace, or the sandbox does not know it. Status and words not seen live."""
    return Refused(
        404,
        "InvalidSecurityNamespaceException",
        f"The security namespace {namespace_id} could not be found.",
    )


def definition_not_found(definition_id: int, project: str) -> Refused:
    """The project has no pipeline of this number. Whether the service looks here was not seen live."""
    return Refused(
        404,
        "DefinitionNotFoundException",
        f"TF215016: The definition {definition_id} does not exist. Specify a valid definition and try again. "
        f"(project {project})",
    )


def protected_resource_not_found(resource_type: str, resource_id: str) -> Refused:
    """The project has no such thing to use or to guard. Status, type key and words not seen live."""
    return Refused(
        404, "ResourceNotFoundException", f"Resource {resource_id} of type {resource_type} does not exist."
    )


def check_not_found(check_id: int) -> Refused:
    """The project has no check of this number. Type key not seen live."""
    return Refused(
        404, "CheckConfigurationNotFoundException", f"Check configuration with id {check_id} does not exist."
    )


def approver_not_found(id: str) -> Refused:
    """An approver has to be somebody whom the organisation knows, by storage key. Type key not seen live."""
    return Refused(400, "InvalidApproversException", f"The following identities are invalid: {id}")


def approval_without_approvers() -> Refused:
    """Somebody has to approve. Status, type key and words not seen live."""
    return Refused(400, "InvalidApproversException", "At least one approver is required.")


def check_type_not_found(type: str) -> Refused:
    """There is no check of this type. Status, type key and words not seen live."""
    return Refused(400, "InvalidCheckTypeException", f"The check type {type} does not exist.")


def check_timeout_not_valid(timeout: int, longest: int) -> Refused:
    """A check waits for some minutes, of which the official plug-in has the range.

    Status, type key and words not seen live.
    """
    return Refused(
        400,
        "InvalidCheckConfigurationException",
        f"The timeout of a check has to be from 1 to {longest} minutes, not {timeout}.",
    )


def role_scope_not_found(scope: str) -> Refused:
    """There are roles in some scopes only. Status, type key and words not seen live."""
    return Refused(404, "RoleScopeNotFoundException", f"The security role scope {scope} does not exist.")


def role_not_found(role_name: str, scope: str) -> Refused:
    """The scope has no such role. Status, type key and words not seen live."""
    return Refused(
        400, "RoleNotFoundException", f"The security role {role_name} does not exist in the scope {scope}."
    )


def group_entitlement_not_found(storage_key: str) -> Refused:
    """No group rule has this storage key. Words not seen live."""
    return Refused(404, "NotFoundException", f"The group with id '{storage_key}' was not found.")


def federated_credentials_remain(app_id: str, tenant_id: str) -> Refused:
    """A connection stays as long as an identity trusts it. Status and type key not seen live."""
    return Refused(
        400,
        "InvalidOperationException",
        f"Cannot delete this service connection while federated credentials for app {app_id} exist in Entra "
        f"tenant {tenant_id}. Please make sure federated credentials have been removed prior to deleting the "
        "service connection.",
    )


def automatic_connection_refused() -> Refused:
    """The service makes an application by itself for people only. Words not seen live."""
    return Refused(
        400,
        "AadAuthorizationException",
        "Failed to create an app in Microsoft Entra. "
        "Error: Insufficient privileges to complete the operation.",
    )


def connection_parameter_not_valid(name: str) -> Refused:
    """A scheme asks for its parameters. Status, type key and words not seen live."""
    return Refused(400, "ArgumentException", f"The authorization parameter '{name}' has to be a GUID.")
