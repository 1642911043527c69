"""moto's server, with CloudFormation support for Cloud Map added: moto has Cloud Map's API, but its CloudFormation skips the resources.

Run as `moto_server` is: `python3 moto-server.py -H 127.0.0.1 -p PORT`.
"""

import sys

import moto.cloudformation.models  # noqa: F401  (loads the other models)
from moto.core.common_models import CloudFormationModel
from moto.server import main
from moto.servicediscovery.models import servicediscovery_backends


class Common:
    """What `Ref` and `Fn::GetAtt` tell of a namespace or a service."""

    def __init__(self, item):
        self.item = item
        self.physical_resource_id = item.id

    @staticmethod
    def cloudformation_name_type():
        return "Name"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr in ("Arn", "Id", "Name")

    def get_cfn_attribute(self, attr):
        return getattr(self.item, attr.lower())

    def is_created(self):
        return True


class PrivateDnsNamespace(Common, CloudFormationModel):
    __module__ = "moto.servicediscovery.cloudformation"  # moto reads the service's name here

    @staticmethod
    def cloudformation_type():
        return "AWS::ServiceDiscovery::PrivateDnsNamespace"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        backend = servicediscovery_backends[account_id][region_name]
        operation = backend.create_private_dns_namespace(
            name=properties["Name"],
            creator_request_id=resource_name,
            description=properties.get("Description", ""),
            vpc=properties["Vpc"],
            tags=[],
            properties={},
        )
        return cls(backend.get_namespace(backend.get_operation(operation).targets["NAMESPACE"]))


class Service(Common, CloudFormationModel):
    __module__ = "moto.servicediscovery.cloudformation"

    @staticmethod
    def cloudformation_type():
        return "AWS::ServiceDiscovery::Service"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        backend = servicediscovery_backends[account_id][region_name]
        return cls(
            backend.create_service(
                name=properties.get("Name", resource_name),
                namespace_id=properties.get("NamespaceId", properties["DnsConfig"].get("NamespaceId")),
                creator_request_id=resource_name,
                description=properties.get("Description", ""),
                dns_config=properties["DnsConfig"],
                health_check_config={},
                health_check_custom_config=properties.get("HealthCheckCustomConfig", {}),
                tags=[],
                service_type="DNS_HTTP",
            )
        )


if __name__ == "__main__":
    main(sys.argv[1:])
