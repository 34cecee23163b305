"""The HTTP server: Azure DevOps, Microsoft Graph, Azure Resource Manager and the sign-in.

One process, two listeners on loopback with the same content: plain HTTP, where the official clients allow it,
and HTTPS, which most want. A path begins with the host that it stands in for, except where clients allow no
path before their own: `/contoso/_apis/…` is dev.azure.com, `/{tenant id}/oauth2/…` the sign-in.

`front` sends a request to its service; each service is an application of its own, so that every error has the
service's own body. Routes here read requests and write bodies; the rules stand in `azdo_emulator.model`.
"""
