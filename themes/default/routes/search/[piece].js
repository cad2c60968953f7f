{% each piece in site.search.pieces %}
{{ searchPiece(piece) }}